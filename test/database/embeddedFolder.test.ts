import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { describeAtLength } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";
import { killStarted, startService } from "../support/startService.js";

describeAtLength("the folder of the embedded database", () => {
  let whole: string;
  let folder: string;
  beforeAll(async () => {
    whole = mkdtempSync(join(tmpdir(), "novadraw-whole-"));
    expect((await runProgram("db", ["migrate"], { DATABASE_DIR: join(whole, "pg") })).code).toBe(0);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "novadraw-folder-"));
    cpSync(whole, folder, { recursive: true });
  });
  afterEach(() => {
    killStarted();
    rmSync(folder, { recursive: true });
  });
  afterAll(() => rmSync(whole, { recursive: true }));

  const status = () => runProgram("db", ["status", "--exit-code"], { DATABASE_DIR: join(folder, "pg") });

  it.each([
    ["global/pg_control", "missing"],
    ["PG_VERSION", "missing"],
    ["base", "missing"],
    ["pg_wal", "missing"],
    ["global/pg_control", "empty"],
    ["PG_VERSION", "empty"],
  ])("with %s %s is refused in one line, and nothing is made over it", async (part, how) => {
    const path = join(folder, "pg", part);
    if (how === "missing") rmSync(path, { recursive: true });
    else truncateSync(path);
    const before = readdirSync(join(folder, "pg"), { recursive: true }).sort();
    const line = `The folder ${join(folder, "pg")} holds files, but no whole database: ${part} is missing. Nothing was changed. Restore the folder from a backup, delete it to begin anew, or set DATABASE_DIR to another folder.\n`;

    expect(await status()).toMatchObject({
      code: 1,
      output: expect.stringMatching(new RegExp(`\\n${line.replace(/[.()]/g, "\\$&")}$`)),
    });
    expect(readdirSync(join(folder, "pg"), { recursive: true }).sort()).toEqual(before);
  });

  it.each([[[]], [["--demo"]]])("is told by the service in one line, too, with %j", async (flags) => {
    rmSync(join(folder, "pg", "PG_VERSION"));
    const service = startService({ DATABASE_DIR: join(folder, "pg") }, ...flags);

    expect([await service.exit, service.output()]).toEqual([
      1,
      expect.stringContaining("PG_VERSION is missing. Nothing was changed."),
    ]);
    expect(service.output()).not.toMatch(/\n\s+at /);
  });

  it("with damaged files is refused in one line", async () => {
    writeFileSync(join(folder, "pg", "global", "pg_control"), Buffer.alloc(8_192, 7));

    expect(await status()).toMatchObject({
      code: 1,
      output: expect.stringContaining("does not start, since its files are damaged. Nothing was changed."),
    });
  });

  it("of another major version is refused with both versions", async () => {
    writeFileSync(join(folder, "pg", "PG_VERSION"), "15\n");

    expect(await status()).toMatchObject({
      code: 1,
      output: expect.stringMatching(/pg is of PostgreSQL 15, and the embedded server is 18\. Dump it/),
    });
  });

  it("of files that are none of a database's stays as it is", async () => {
    rmSync(join(folder, "pg"), { recursive: true });
    cpSync("docs", join(folder, "pg"), { recursive: true });

    expect(await status()).toMatchObject({ code: 1, output: expect.stringContaining("holds files, but no whole database") });
    expect(readFileSync(join(folder, "pg", "operations.md"), "utf8")).toBe(readFileSync("docs/operations.md", "utf8"));
  });

  it("whose making was cut off is made anew", async () => {
    rmSync(join(folder, "pg", "PG_VERSION"));
    writeFileSync(join(folder, "pg.making"), "");

    expect((await runProgram("db", ["migrate"], { DATABASE_DIR: join(folder, "pg") })).output).toContain(
      "Applied: CreateSchema",
    );
    expect((await status()).code).toBe(0);
  });

  it("that cannot be written is told with the setting", async () => {
    writeFileSync(join(folder, "file"), "");

    expect(await runProgram("db", ["status"], { DATABASE_DIR: join(folder, "file", "pg") })).toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /cannot be written \((ENOTDIR|EEXIST)\)\. Let it belong to the user of this process, or set DATABASE_DIR/,
      ),
    });
  });

  it("that is whole opens with all that it holds", async () => {
    expect(await status()).toMatchObject({ code: 0, stdout: expect.stringContaining("All are applied.") });
  });
});
