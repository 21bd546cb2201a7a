import { describe } from "@jest/globals";
import { TEST_DATABASE_URL } from "./template.js";

/** A describe for what needs several sessions at once. The embedded PostgreSQL has one, so there it is reported as skipped. */
export const describeOnServer = (name: string, tests: () => void): void =>
  TEST_DATABASE_URL
    ? describe(name, tests)
    : describe.skip(`${name} (skipped: the embedded PostgreSQL has one session; set TEST_DATABASE_URL)`, tests);
