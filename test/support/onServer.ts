import { describe } from "@jest/globals";
import { hasClusters } from "./Cluster.js";
import { hasHaProxy } from "./haProxy.js";
import { hasPgBouncer } from "./pgBouncer.js";
import { TEST_DATABASE_URL } from "./template.js";

/**
 * Makes a describe for tests that need more than the embedded PostgreSQL. Where that is missing, they are reported as skipped,
 * with the reason.
 */
const describeWhere =
  (isThere: boolean, missing: string) =>
  (name: string, tests: () => void): void =>
    isThere ? describe(name, tests) : describe.skip(`${name} (skipped: ${missing})`, tests);

/** What needs several sessions at once. */
export const describeOnServer = describeWhere(
  TEST_DATABASE_URL !== undefined,
  "the embedded PostgreSQL has one session; set TEST_DATABASE_URL",
);

/** What takes long and tells the same on any database: it runs with all other tests, on a server. */
export const describeAtLength = describeWhere(
  TEST_DATABASE_URL !== undefined,
  "it takes long; set TEST_DATABASE_URL, as CI does",
);

/** What takes long and tells the same on any database, and needs no server: one run has it. */
export const describeWithoutServer = describeWhere(
  TEST_DATABASE_URL === undefined,
  "it tells the same on any database, and runs without TEST_DATABASE_URL",
);

/** The values of NODE_ENV that a limit is tried with; production's cost of passwords takes long. */
export const ENVIRONMENTS: readonly string[] = TEST_DATABASE_URL ? ["test", "production"] : ["test"];

/** What needs a pooler before the server. */
export const describeThroughPgBouncer = describeWhere(
  TEST_DATABASE_URL !== undefined && hasPgBouncer,
  "it needs TEST_DATABASE_URL and pgbouncer",
);

/** What needs a proxy before several services. */
export const describeBehindHaProxy = describeWhere(
  TEST_DATABASE_URL !== undefined && hasHaProxy,
  "it needs TEST_DATABASE_URL and haproxy",
);

/** What needs servers of the tests' own, to stop and to freeze. */
export const describeWithClusters = describeWhere(
  hasClusters,
  "it needs PostgreSQL's initdb and pg_ctl in /usr/lib/postgresql",
);
