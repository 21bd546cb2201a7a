import type pg from "pg";
import { Alarm } from "./Alarm.js";
import { ByteParser } from "./ByteParser.js";
import type { ConnectPause } from "./ConnectPause.js";
import { ConnectionGivenUpError, isEnding, isLost } from "./failures.js";
import { type PgConnection, pgInternals } from "./pgInternals.js";

interface Wire extends PgConnection {
  /** Ours. */
  parser?: ByteParser;
}

type ConnectCallback = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

export interface SteadyOptions extends pg.ClientConfig {
  /** How long a statement may stay unanswered; without it, for ever. */
  readonly answerWithinMs?: number;
  /** Shared by the connections of a pool. */
  readonly connectPause?: ConnectPause;
}

/** The session's own forms, whatever the role says: pg reads dates in this one alone. Poolers let these settings through. */
const FORMS = { DateStyle: "ISO", TimeZone: "UTC", client_encoding: "UTF8", standard_conforming_strings: "on" };
/** How long a server has to close a connection that we have ended. */
const GOODBYE_MS = 1_000;

/** A connection whose failure ends its own request and nothing else, and which is never used again once it has failed. */
export class SteadyClient extends pgInternals.Client {
  /** When the server last answered, by performance.now(). */
  heardAt = performance.now();
  private unanswered = 0;
  private readonly silence = new Alarm(() => this.giveUp(new ConnectionGivenUpError("The server did not answer in time")));
  private readonly connectPause: ConnectPause | undefined;

  constructor(options?: SteadyOptions) {
    super(options);
    this.connectPause = options?.connectPause;
    // pg also emits an error while no query runs. The next query then fails by itself.
    this.on("error", () => undefined);
    readBy(this.connection as Wire);
    this.connection.on("errorMessage", (message) => {
      // The server is about to close the connection: it must not go to the next request first.
      if (isLost(message) || isEnding(message)) void this.end();
    });
    this.expectAnswers(options?.answerWithinMs);
  }

  override getStartupConf(): Record<string, string> {
    return { ...super.getStartupConf(), ...FORMS };
  }

  /** Fails at once while the server's refusal of the last try stands. Answers by callback alone, as pools ask. */
  override connect(): Promise<pg.Client>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.Client> | undefined {
    if (callback === undefined) return super.connect();
    const refusal = this.connectPause?.refusal();
    if (refusal) return void process.nextTick(callback, refusal);
    super.connect((error: Error | null) => {
      if (error) this.connectPause?.noteFailure(error);
      else this.connectPause?.noteSuccess();
      (callback as (error: Error | null, client: pg.Client) => void)(error, this);
    });
    return undefined;
  }

  /** Ends the connection at once, and the statement that it waits for with it. The pool does not take it back. */
  giveUp(reason: ConnectionGivenUpError): void {
    this.connection.stream.destroy(reason);
    void this.end();
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | undefined {
    this.silence.end();
    // A frozen server does not close its side, and the end of the pool would wait for it.
    const destroy = setTimeout(() => this.connection.stream.destroy(), GOODBYE_MS);
    this.connection.once("end", () => clearTimeout(destroy));
    if (callback === undefined) return super.end();
    super.end(callback);
    return undefined;
  }

  /**
   * Watches the time of each answer. pg's own query_timeout does not help: it gives a connection that is still busy, with its transaction
   * open, to the next request.
   */
  private expectAnswers(withinMs: number | undefined): void {
    const query = this.query.bind(this) as (...given: unknown[]) => unknown;
    const watch = () => {
      if (withinMs === undefined) return;
      if (this.unanswered > 0) this.silence.set(performance.now() + withinMs);
      else this.silence.clear();
    };
    this.query = ((...given: unknown[]) => {
      if (this.unanswered++ === 0) watch();
      return query(...given);
    }) as typeof this.query;
    this.connection.on("readyForQuery", () => {
      this.heardAt = performance.now();
      this.unanswered = Math.max(0, this.unanswered - 1);
      watch();
    });
  }
}

/**
 * Reads the server's messages by a parser of our own, which TextQuery can switch to bytes. pg reads them inside a socket handler, where
 * an exception would end the process; here it ends the connection.
 */
function readBy(connection: Wire): void {
  connection.attachListeners = (stream) => {
    const parser = new ByteParser();
    connection.parser = parser;
    stream.on("data", (chunk: Buffer) => {
      try {
        if (!stream.destroyed)
          parser.parse(chunk, (message) => {
            // Each error of the server has a code; an error without one is pg's own, about an unknown message.
            if (message.name === "error" && !("code" in message && message.code)) throw new Error("unknown message");
            connection.emit(message.name === "error" ? "errorMessage" : message.name, message);
          });
      } catch {
        stream.destroy(new ConnectionGivenUpError("The server's answer cannot be read"));
      }
    });
  };
}
