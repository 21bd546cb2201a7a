import { readFileSync } from "node:fs";
import { ConfigError } from "../ConfigError.js";

/** The documents of a manifest, by id. @throws ConfigError when the file cannot be read, or is no object of texts. */
export function readManifest(path: string): ReadonlyMap<string, string> {
  const manifest = parseFile(path);
  const entries = typeof manifest === "object" && manifest !== null ? Object.entries(manifest) : [];
  if (entries.length === 0 || !entries.every(([, text]) => typeof text === "string"))
    throw new ConfigError(`${path} is no manifest of operations: it has to be an object of documents by their ids.`);
  return new Map(entries);
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new ConfigError(
      `The manifest of operations ${path} ${isMissing ? "does not exist" : "is no JSON that can be read"}.`,
    );
  }
}
