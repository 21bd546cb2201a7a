/** The one gate for names: quoted, so that any name is only a name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as a constant, with its quotes doubled. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;
