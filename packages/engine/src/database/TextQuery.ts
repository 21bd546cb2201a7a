import type pg from "pg";
import { serialize } from "pg-protocol";
import { type ByteText, bytesOf } from "../byteText.js";
import type { ByteParser } from "./ByteParser.js";
import { type PgConnection, pgInternals } from "./pgInternals.js";

/** That of a SteadyClient has a parser of ours. */
interface Wire extends PgConnection {
  readonly parser?: ByteParser;
}

const EXECUTE_AND_SYNC = Buffer.concat([serialize.execute({}), serialize.sync()]);

interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** PostgreSQL's text of each value, or null. */
export type ByteRow = readonly (ByteText | null)[];

/**
 * A statement whose rows pass as PostgreSQL wrote them, byte by byte. It replaces pg's own query, which asks for a description of the
 * columns each time, and looks for a parser for each of them: half of the cost of a short statement in this process.
 */
export class TextQuery implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  private readonly values: (string | Buffer | null)[];
  private readonly rows: ByteRow[] = [];
  private parser: ByteParser | undefined;
  private resolve: (rows: readonly ByteRow[]) => void;
  private reject: (error: unknown) => void;

  /** @param statement is prepared once a connection when it has a name. @param leaving names of statements that are prepared no longer. */
  constructor(
    { name = "", text, values }: Statement,
    private readonly leaving: readonly string[] = [],
  ) {
    this.name = name;
    this.text = text;
    this.values = values.map((value) => pgInternals.prepareValue(value));
  }

  /** The rows. Rejects as a query of pg does. */
  runOn(client: pg.Client): Promise<readonly ByteRow[]> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      client.query(this);
    });
  }

  submit(connection: pg.Connection): void {
    const { parsedStatements, submittedNamedStatements: submitted, stream, parser } = connection as Wire;
    const { name, text, values } = this;
    this.parser = parser;
    if (parser) {
      parser.isReadingBytes = true;
      if (this.leaving.length === 0 && name !== "" && (parsedStatements[name] ?? submitted[name]) !== undefined) {
        // As one piece, which costs less than several that are gathered.
        if (stream.writable) stream.write(Buffer.concat([serialize.bind({ statement: name, values }), EXECUTE_AND_SYNC]));
        return;
      }
    }
    stream.cork();
    for (const left of this.leaving) {
      delete parsedStatements[left];
      delete submitted[left];
      connection.close({ type: "S", name: left }, true);
    }
    if (name === "" || (parsedStatements[name] ?? submitted[name]) === undefined) {
      connection.parse({ name, text, types: [] }, true);
      if (name !== "") submitted[name] = text;
    }
    connection.bind({ statement: name, values }, true);
    connection.execute({}, true);
    connection.sync();
    stream.uncork();
  }

  /** The embedded server's connection has a parser of its own, which has decoded the texts. */
  handleDataRow({ fields }: { readonly fields: ByteRow }): void {
    this.rows.push(this.parser ? fields : fields.map((text) => text && bytesOf(text)));
  }

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handleError(error: unknown): void {
    this.stopReadingBytes();
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.stopReadingBytes();
    this.resolve(this.rows);
  }

  /** The next user of the connection wants texts. */
  private stopReadingBytes(): void {
    if (this.parser) this.parser.isReadingBytes = false;
  }
}
