import type { BoundField } from "../compiler/BoundField.js";

/** A programmer's mistake in a resolver. Its message names the resolver and holds no value, so it may be logged. */
export class ResolverMistake extends Error {
  override readonly name = "ResolverMistake";

  constructor({ selected: { parent, name } }: BoundField, what: string) {
    super(`The resolver of ${parent.name}.${name} ${what}`);
  }
}
