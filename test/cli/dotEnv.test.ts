import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { parse } from "dotenv";
import { readConfig } from "../../src/config.js";
import { describeAtLength } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";

const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();

describeAtLength(".env", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "novadraw-env-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (content: string | Buffer, ...words: string[]) => {
    writeFileSync(join(folder, ".env"), content);
    return runProgram("db", words, {}, folder);
  };
  const URL_LINE = "DATABASE_URL=postgresql://u:s3cret@127.0.0.1:1/db?connect_timeout=1\n";

  it.each([
    ["UTF-16, little endian, with a mark", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(URL_LINE, "utf16le")])],
    ["UTF-16, little endian, without a mark", Buffer.from(URL_LINE, "utf16le")],
    ["UTF-16, big endian, with a mark", Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(URL_LINE)])],
    ["UTF-16, big endian, without a mark", swapped(URL_LINE)],
    ["ISO-8859-1", Buffer.from(URL_LINE.replace("s3cret", "schlüssel"), "latin1")],
  ])("in %s is refused by its name, and no other database is touched", async (_encoding, content) => {
    expect(await run(content, "migrate")).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^\.env is not in UTF-8 .*Save it as UTF-8\.\n$/),
    });
    expect(() => readFileSync(join(folder, ".data"))).toThrow("ENOENT");
  });

  it("in UTF-8 with a mark is read", async () => {
    expect((await run(`\uFEFF${URL_LINE}`, "status")).output).toContain("nothing listens");
  });

  it.each([
    ["a password", "DATABASE_URL=postgresql://u:s3cret#rest@127.0.0.1/db", "DATABASE_URL"],
    ["a page's address", "export PASSWORD_RESET_URL=https://app.example.org/reset#{token}", "PASSWORD_RESET_URL"],
    ["a value that begins with it", "PRIVACY_KEY=#s3cret-of-the-operators-of-this-service", "PRIVACY_KEY"],
  ])("with a # that cuts %s short is refused by the setting's name, without the value", async (_what, line, name) => {
    expect(await run(`LOG_LEVEL=info # a comment\n${line}\n`, "status")).toMatchObject({
      code: 1,
      output: `.env: in ${name} a # begins a comment, so the rest of the value is lost. Write the value in single quotes.\n`,
    });
  });

  it("that is a folder is told", async () => {
    mkdirSync(join(folder, ".env"));

    expect(await runProgram("db", ["status"], {}, folder)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^\.env cannot be read \(EISDIR\)/),
    });
  });

  it("without DATABASE_URL, or none, has the commands say that they work on the embedded database", async () => {
    for (const [program, words] of [
      ["db", ["status"]],
      ["user", ["sessions", "nobody@example.org"]],
      ["privacy", ["retention", "--dry-run"]],
    ] as const)
      expect((await runProgram(program, words, {}, folder)).output).toMatch(
        /^DATABASE_URL is not set: this works on the embedded database in \.data\/pg\.\n/,
      );
  });

  it("made of .env.example with the comment sign off every setting says what stands there", () => {
    const example = readFileSync(".env.example", "utf8");
    const settings = [...example.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(
      ([, name = "", value = ""]) => [name, value.replace(/^'(.*)'$/, "$1")] as const,
    );

    expect(settings.length).toBeGreaterThan(40);
    expect(Object.entries(parse(example.replace(/^#(?=[A-Z_]+=)/gm, "")))).toEqual(settings);
    expect(readConfig(Object.fromEntries(settings)).mail).toBeDefined();
    // These need another one beside them.
    const needy = ["SMTP_URL", "DATABASE_READ_URLS"];
    for (const [name, value] of settings) if (!needy.includes(name)) readConfig({ [name]: value });
  });

  it("made of .env.example with every comment sign off is read by the commands as well", async () => {
    const example = readFileSync(".env.example", "utf8").replace(/^#(?=[A-Z_]+=)/gm, "");

    expect(
      (await run(example.replaceAll("@host/", "@127.0.0.1:1/").replaceAll("?sslmode=require", "?connect_timeout=1"), "status"))
        .output,
    ).toContain("nothing listens");
  });
});
