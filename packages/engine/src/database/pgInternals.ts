import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import pg from "pg";
import type { Parser } from "pg-protocol/dist/parser.js";

/** A connection, with what pg's types leave out. */
export interface PgConnection extends pg.Connection {
  readonly stream: Socket;
  /** The statements that the session has prepared, and those that are on their way, by name. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  attachListeners(stream: Duplex): void;
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/** A client, with what pg's types leave out. */
export interface PgClient extends pg.Client {
  /** By these the server knows a session that is to be cancelled; null before it has told them. */
  readonly processID: number | null;
  readonly secretKey: number | null;
  getStartupConf(): Record<string, string>;
}

type Constructor<T, C> = new (config?: C) => T;

/**
 * All that we use of pg 8 and pg-protocol 1 beyond their types. A new version of either may lack some of it; pgInternals.test.ts finds out
 * which.
 */
export const pgInternals = {
  Client: pg.Client as unknown as Constructor<PgClient, string | pg.ClientConfig>,
  Connection: pg.Connection as unknown as Constructor<PgConnection, pg.ConnectionConfig>,
  /** A value as the protocol takes it. */
  prepareValue: (pg as unknown as { utils: { prepareValue(value: unknown): string | Buffer | null } }).utils.prepareValue,
  /** What a parser reads texts with. */
  readerOf: (parser: Parser) => (parser as unknown as { reader: { encoding: "utf-8" | "latin1" } }).reader,
};
