import type { OperatorsSettings } from "#operations";
import { databaseUrl, databaseUrls, flag, lag, milliseconds, text, timeout, wholeNumber } from "./kinds.js";
import type { Values } from "./Setting.js";

const EXAMPLE = "postgresql://user:password@host/database?sslmode=require";

export const databaseSettings = {
  DATABASE_URL: databaseUrl({
    default: "",
    example: EXAMPLE,
    says: `The PostgreSQL to use (15 to 18). The spellings of the Python service work too: postgresql+asyncpg://, ssl=require.
      Without it an embedded PostgreSQL runs in DATABASE_DIR.`,
  }),
  DATABASE_URL_UNPOOLED: databaseUrl({
    default: "",
    example: EXAMPLE,
    says: `The same database past any pooler, for migrations. Without it they use DATABASE_URL, and of one of Neon's pooled hosts
      the direct form.`,
  }),
  DATABASE_DIR: text({ default: ".data/pg", says: "Where the embedded PostgreSQL keeps its files." }),
  DATABASE_POOL_SIZE: wholeNumber({ default: 10, says: "How many connections to the database at most." }),
  DATABASE_READ_URLS: databaseUrls({
    default: [],
    example: "postgresql://user:password@replica/database?sslmode=require",
    says: `Servers that follow DATABASE_URL's and answer reads, with commas between them, and how many milliseconds late what
      others have written may be shown. 0 reads nothing there, and prepares for it: docs/deployment.md says how to switch it on.`,
  }),
  REPLICA_MAX_LAG_MS: lag({ default: 5_000 }),
  STATEMENT_TIMEOUT_MS: timeout({
    default: 5_000,
    says: `After how many milliseconds PostgreSQL ends a statement, and a wait for a lock. Requests then answer UNAVAILABLE. A
      request waits 3 s for a connection at most, and is over 5 s after the statement's time at the latest. Behind a pooler set
      these on the role too (db ping tells).`,
  }),
  LOCK_TIMEOUT_MS: timeout({ default: 2_000 }),
  SQL_ECHO: flag({ default: false, says: "Whether to log each SQL statement, without its parameters." }),
  SLOW_STATEMENT_MS: milliseconds({
    default: 1_000,
    says: `Statements that take this many milliseconds or longer are logged, with the operation's name and no parameters. 0 logs
      none.`,
  }),
  PREPARED_STATEMENTS: flag({
    default: true,
    says: `Whether statements are named, so that PostgreSQL prepares each once a connection. Behind PgBouncer in transaction mode
      that needs 1.21 or later with max_prepared_statements set; turn it off behind an older one.`,
  }),
  ALLOW_EMBEDDED_IN_PRODUCTION: flag({
    default: false,
    example: "0",
    mayBe:
      "has to be 1 to run the embedded database with NODE_ENV=production; better set DATABASE_URL, since the embedded one is for first steps and tests",
    says: "The embedded database refuses NODE_ENV=production unless this is 1.",
  }),
};

type Given = Values<typeof databaseSettings>;

export const databaseOf = (given: Given): OperatorsSettings => ({
  ...(given.DATABASE_URL !== "" && { url: given.DATABASE_URL }),
  ...(given.DATABASE_URL_UNPOOLED !== "" && { unpooledUrl: given.DATABASE_URL_UNPOOLED }),
  directory: given.DATABASE_DIR,
  poolSize: given.DATABASE_POOL_SIZE,
  ...(given.DATABASE_READ_URLS.length > 0 && {
    replicas: { urls: given.DATABASE_READ_URLS, maxLagMs: given.REPLICA_MAX_LAG_MS },
  }),
  timeouts: { statementMs: given.STATEMENT_TIMEOUT_MS, lockMs: given.LOCK_TIMEOUT_MS },
  isSqlEchoed: given.SQL_ECHO,
  isPreparing: given.PREPARED_STATEMENTS,
});
