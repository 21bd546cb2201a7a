/** The API's scalars as TypeScript writes them. All of them travel as strings, and stay strings. */
export const scalars = {
  DateTime: "string",
  Date: "string",
  URL: "string",
} as const;

/** The same as a type, for gql.tada. */
export type Scalars = { [Name in keyof typeof scalars]: string };
