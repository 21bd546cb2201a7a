import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApi } from "../src/api/buildApi.js";
import { type DescribedDataSource, makeDataSource } from "../src/database/makeDataSource.js";
import { quietLog } from "../src/database/SqlLogger.js";
import { statementRunner } from "../src/database/statementRunner.js";
import { whyNotReady } from "../src/database/whyNotReady.js";
import { defaultSettings } from "../src/defaultSettings.js";
import { Author } from "./library/Author.js";
import { library, tables } from "./library/library.js";

/** That keeps updated_at, as a migration would make it. */
const TOUCH = `CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.updated_at = clock_timestamp(); RETURN NEW; END';
  CREATE TRIGGER touch_updated_at BEFORE UPDATE ON books FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`;

/** The library over an embedded database of its own; requests go in as HTTP without a socket. */
export class LibraryApi {
  private constructor(
    readonly database: DescribedDataSource,
    readonly http: FastifyInstance,
    /** The SQL of the reads so far. */
    readonly statements: string[],
  ) {}

  static async open(): Promise<LibraryApi> {
    const database = makeDataSource(tables, defaultSettings.database, quietLog);
    await database.initialize();
    await database.synchronize();
    for (const statement of TOUCH.split(/;\n\s*(?=CREATE TRIGGER)/)) await database.query(statement);
    const statements: string[] = [];
    const run = statementRunner(database);
    const { http } = await buildApi({
      ...library,
      settings: defaultSettings,
      database,
      log: pino({ level: "silent" }),
      playground: { tabs: [] },
      runStatement(statement, turn) {
        statements.push(statement.text);
        return run(statement, turn);
      },
      whyNotReady: (gate) => whyNotReady(database, gate),
    });
    return new LibraryApi(database, http, statements);
  }

  /** An author whose token is their name. */
  async author(name: string, isEditor = false): Promise<string> {
    const tokenHash = createHash("sha256").update(name).digest();
    const { id } = await this.database.manager.save(Author, { name, tokenHash, isEditor });
    return id;
  }

  async ask(query: string, variables: object = {}, token?: string) {
    const response = await this.http.inject({
      method: "POST",
      url: "/graphql",
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      payload: { query, variables },
    });
    return response.json();
  }

  async close(): Promise<void> {
    await this.http.close();
    await this.database.destroy();
  }
}
