export const MAX_DEPTH = 15;
/** A response key becomes the name of a column, and PostgreSQL cuts longer names. */
export const MAX_ALIAS_LENGTH = 63;
/** Fields of an operation, with fragments spread as often as they are named; the schema's own introspection query has a third. */
export const MAX_FIELDS = 600;
export const MAX_ROOT_FIELDS = 100;
export const MAX_VARIABLES = 100;
/** Each field of a mutation is a transaction. */
export const MAX_MUTATION_FIELDS = 20;
/** Tokens of a document, many times what a long query has; fewer than it takes to ask PostgreSQL for more than its 1,664 columns. */
export const MAX_TOKENS = 4_000;
/** The rows that a live query may read: it is asked again and again. */
export const MAX_LIVE_ROWS = 2_000;
