import type { TypeName } from "libpg-query";
import { textsOf } from "./nodes.js";

/** A function's name with the types of its arguments, by which PostgreSQL tells it from others of that name. */
export const signatureOf = (name: string, types: readonly (TypeName | undefined)[]): string =>
  `${name}(${types.map((type) => textsOf(type?.names).at(-1) ?? "").join(", ")})`;
