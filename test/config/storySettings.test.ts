import { describe, expect, it } from "@jest/globals";
import { readConfig } from "../../src/config.js";
import { warnOfSettings } from "../../src/warnOfSettings.js";

const KEY = "sk-s3cret";
const WRITTEN = {
  STORY_WRITER: "openai",
  OPENAI_API_KEY: KEY,
  STORY_MODEL: "gpt-4o-mini",
  STORY_TOKENS_PER_MONTH: "6000",
  AI_ZERO_RETENTION: "confirmed",
  AI_UNDER_18: "confirmed",
  CONSENT: "required",
};
const PRODUCTION = { NODE_ENV: "production", DATABASE_URL: "postgresql://u@h/db" };

describe("the settings of the writer of stories", () => {
  it("have a provider with all that it needs, in its own place unless another is named", () => {
    expect(readConfig({ ...PRODUCTION, ...WRITTEN }).stories).toEqual({
      mostADay: 5,
      concurrency: 2,
      provider: { url: "https://api.openai.com/v1", apiKey: KEY, model: "gpt-4o-mini", tokensPerMonth: 6_000 },
    });
  });

  it.each([
    ["OPENAI_API_KEY", ""],
    ["OPENAI_API_KEY", `${KEY}\n`],
    ["STORY_MODEL", ""],
    ["STORY_MODEL", "s3cret model"],
    ["STORY_TOKENS_PER_MONTH", undefined],
    ["STORY_TOKENS_PER_MONTH", "5999"],
    ["STORY_TOKENS_PER_MONTH", "s3cret"],
    ["AI_ZERO_RETENTION", ""],
    ["AI_ZERO_RETENTION", "s3cret"],
    ["AI_UNDER_18", undefined],
    ["AI_UNDER_18", "true"],
    ["CONSENT", undefined],
    ["CONSENT", "recorded"],
    ["CONSENT", "off"],
    ["OPENAI_BASE_URL", ""],
    ["OPENAI_BASE_URL", "s3cret"],
    ["OPENAI_BASE_URL", "ftp://api.example.org"],
    ["OPENAI_BASE_URL", "http://s3cret.example.org/v1"],
    ["OPENAI_BASE_URL", "http://localhost.s3cret.example.org/v1"],
    ["OPENAI_BASE_URL", "https://user:s3cret@api.example.org/v1"],
    ["OPENAI_BASE_URL", "https://api.example.org/v1?key=s3cret"],
  ])("are refused by name without what it needs: %s=%s", (name, value) => {
    const given = { ...WRITTEN, [name]: value };
    const read = () => readConfig(given);

    expect(read).toThrow(new RegExp(`^These settings cannot be used.*\\n  ${name} (is|has) [^\\n]*$`));
    expect(read).not.toThrow(/s3cret/);
  });

  it("let the provider be on this machine outside of production alone", () => {
    for (const OPENAI_BASE_URL of ["http://127.0.0.1:9/v1", "http://localhost:9/v1", "http://[::1]:9/v1"]) {
      expect(readConfig({ ...WRITTEN, OPENAI_BASE_URL }).stories?.provider?.url).toBe(OPENAI_BASE_URL);
      expect(() => readConfig({ ...PRODUCTION, ...WRITTEN, OPENAI_BASE_URL })).toThrow(/OPENAI_BASE_URL is/);
    }
  });

  it("switch nothing on by keys alone, whatever else is in an older .env, and one line says so by their names", () => {
    const linesOf = (variables: Record<string, string>) => {
      const lines: string[] = [];
      const note = (line: unknown) => void lines.push(String(line));
      const log = { level: "info", info: note, warn: note, error: note, fatal: note };
      warnOfSettings(readConfig(variables), log);
      return lines.filter((line) => !line.startsWith("SMTP_URL"));
    };
    const old = { OPENAI_API_KEY: `${KEY}\n`, GOOGLE_API_KEY: KEY, OPENAI_BASE_URL: "http://api.example.org" };

    expect(readConfig(old).stories).toBeUndefined();
    expect(readConfig({ ...old, STORY_WRITER: "template" }).stories).toEqual({ mostADay: 5, concurrency: 2 });
    expect(linesOf(old)).toEqual([expect.stringMatching(/^OPENAI_API_KEY and GOOGLE_API_KEY: set, and not used\./)]);
    expect(linesOf(old).join()).not.toContain("s3cret");
    expect(linesOf({})).toEqual([]);
    expect(linesOf({ ...WRITTEN, PICTURE_STORE: "folder" })).toEqual([]);
    expect(linesOf({ ...WRITTEN, PICTURE_STORE: "folder", GOOGLE_API_KEY: KEY })).toEqual([
      expect.stringMatching(/^GOOGLE_API_KEY: /),
    ]);
    expect(linesOf(WRITTEN)).toEqual([expect.stringMatching(/^PICTURE_STORE is off: no story is written/)]);
  });
});
