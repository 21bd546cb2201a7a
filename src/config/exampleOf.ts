import type { Setting } from "./Setting.js";

const MAX_COLUMNS = 120;
const HEAD =
  "Settings of the NovaDraw API. Copy to .env and change what you need; the environment wins over .env. Save it as UTF-8. " +
  "A value with # or $ stands in single quotes: without them # begins a comment, and Docker Compose puts a variable in the place of $.";

type Section = Readonly<Record<string, Setting<unknown>>>;

/** The text of `.env.example`: each setting with what it says and its default, or an example. */
export function exampleOf(sections: readonly Section[]): string {
  const texts = sections.map((section) =>
    Object.entries(section)
      .map(([name, setting]) => linesOf(name, setting))
      .join(""),
  );
  return [comment(HEAD), ...texts].join("\n");
}

function linesOf(name: string, { says, example, default: value }: Setting<unknown>): string {
  const shown = example ?? String(value ?? "");
  return `${says === undefined ? "" : comment(says)}#${name}=${/[#$]/.test(shown) ? `'${shown}'` : shown}\n`;
}

function comment(text: string): string {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < MAX_COLUMNS) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`# ${word}`);
  }
  return `${lines.join("\n")}\n`;
}
