/** Whether pages of an origin may call the API. */
export type MayCall = (origin: string) => boolean;

/** @param allowed origins, of which some end in `:*` for any port. */
export function originRule(allowed: readonly string[]): MayCall {
  const origins = new Set(allowed);
  return (origin) => origins.has(origin) || origins.has(`${origin.replace(/:\d+$/, "")}:*`);
}
