/** The API's scalars as TypeScript writes them. All of them travel as strings, and stay strings. */
export const scalars = {
  DateTime: "string",
  Date: "string",
  URL: "string",
} as const;
