import { LRUCache } from "lru-cache";
import Negotiator from "negotiator";

const JSON_TYPE = "application/json";
const JSON_UTF8 = `${JSON_TYPE}; charset=utf-8`;
/** In the order in which Apollo offers them. */
const TYPES = [JSON_TYPE, "application/graphql-response+json"];
/** Clients of one kind all send the same. */
const chosen = new LRUCache<string, string>({ max: 100 });

/** The type of answer that the Accept header asks for, as Apollo would choose it; undefined where it asks for neither. */
export function typeFor(accept?: string): string | undefined {
  if (accept === undefined) return JSON_UTF8;
  const known = chosen.get(accept);
  if (known !== undefined) return known;
  const type = new Negotiator({ headers: { accept } }).mediaType(TYPES);
  if (type !== undefined) chosen.set(accept, `${type}; charset=utf-8`);
  return chosen.get(accept);
}
