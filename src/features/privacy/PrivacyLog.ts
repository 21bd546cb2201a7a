import type { FastifyBaseLogger } from "fastify";

/** Where work that no client waits for says what it did, in numbers and names of columns. */
export type PrivacyLog = Pick<FastifyBaseLogger, "info" | "warn" | "error">;
