export const MAX_DEPTH = 15;
/** A response key becomes the name of a column, and PostgreSQL cuts longer ones. */
export const MAX_ALIAS_LENGTH = 63;
/** Tokens of a document, many times what a long query has; fewer than it takes to ask PostgreSQL for more than its 1,664 columns. */
export const MAX_TOKENS = 4_000;
