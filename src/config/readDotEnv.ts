import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import { ConfigError } from "#engine/database";

/** A value without quotes that a # cuts short, though no space precedes it. */
const CUT = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?!['"`])(?:[^\s#][^#\r\n]*(?<=\S)#|#(?=\S))/gm;

/**
 * What .env in the working directory sets; nothing where there is none. @throws ConfigError for a file that would be misread: in another
 * encoding, or with a value that a # cuts short.
 */
export function readDotEnv(): Record<string, string> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(".env");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    throw new ConfigError(`.env cannot be read (${code}). Let the user of this process read it, or remove it.`);
  }
  const text = decoded(bytes);
  const values = parse(text);
  const cut = [...text.matchAll(CUT)].flatMap(([, name = ""]) => (values[name]?.includes("#") === false ? [name] : []));
  if (cut.length > 0)
    throw new ConfigError(
      `.env: in ${[...new Set(cut)].join(", ")} a # begins a comment, so the rest of the value is lost. Write the value in single quotes.`,
    );
  return values;
}

function decoded(bytes: Buffer): string {
  try {
    // UTF-16 has a zero in each character of ours; a byte order mark of UTF-8 is dropped.
    if (!bytes.includes(0)) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // The error below tells it.
  }
  throw new ConfigError(".env is not in UTF-8 (it may be in UTF-16, as some editors write it). Save it as UTF-8.");
}
