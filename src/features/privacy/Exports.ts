import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { conflict, type Deadline, type LookUp, type RequestContext, type Writer } from "#engine/features";
import type { AccountTable } from "../../entities/accountTables.js";
import { ExportFile } from "../../entities/ExportFile.js";
import type { ConfirmPassword } from "./ConfirmPassword.js";
import type { DataExport } from "./DataExport.js";
import { exportSql } from "./exportSql.js";
import { type ExportedRow, exportText } from "./exportText.js";

const TOKEN_BYTES = 32;
const HOUR_MS = 60 * 60 * 1000;
/** Rows that are read at once, on the way to the client: a story has up to 40,000 characters. */
const BATCH = 50;
/** The first of an advisory lock's two keys: "expo" as a number. */
const LOCK = 0x6578706f;

/** A copy that waits in the database. */
interface Copy {
  readonly id: string;
  readonly created_at: Date;
}

/** Copies of everything that is held about an account. A copy is made at once, waits in the database, and is fetched once. */
export class Exports {
  constructor(
    private readonly lookUp: LookUp,
    private readonly writer: Writer,
    private readonly tables: readonly AccountTable[],
    private readonly confirm: ConfirmPassword,
    private readonly publicUrl: string | undefined,
  ) {}

  /** Makes a copy for the viewer. @throws what confirming the password throws, and what making a copy does. */
  async request(context: RequestContext, currentPassword: string): Promise<DataExport> {
    await this.confirm(context, currentPassword, ["currentPassword"]);
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const expiresAt = new Date(Date.now() + HOUR_MS);
    await this.writer.asViewer(context, (manager, { id }) => this.make(manager, id, hashOf(token), expiresAt));
    return { url: `${this.publicUrl ?? context.origin().url}/exports/${token}`, expiresAt };
  }

  /**
   * The copy of an address, which spends the address. Undefined for one that is spent, has ended, or never existed.
   * @param deadlineOfStep a new one each time, since a long copy takes long.
   */
  async open(token: string, deadlineOfStep: () => Deadline): Promise<AsyncGenerator<string> | undefined> {
    const claimed = await this.writer.transact(async (manager) => {
      const [rows] = await manager.query<[Copy[], number]>(
        `UPDATE exports SET fetched_at = now(), expires_at = expires_at + interval '1 hour'
          WHERE token_hash = $1 AND fetched_at IS NULL AND expires_at > now() RETURNING id, created_at`,
        [hashOf(token)],
      );
      return rows[0];
    }, deadlineOfStep());
    return claimed && this.read(claimed, deadlineOfStep);
  }

  /**
   * Makes a copy of everything that is held about an account, which replaces a waiting one. One statement reads it, so it is of one
   * moment.
   * @throws ClientError CONFLICT while another copy of the account is being made.
   */
  async make(manager: EntityManager, userId: string, tokenHash: Buffer, expiresAt: Date): Promise<Copy> {
    await takeTurn(manager, userId);
    await manager.delete(ExportFile, { userId });
    const [copy] = await manager.query<[Copy]>(
      "INSERT INTO exports (id, user_id, token_hash, expires_at) VALUES ($1, $2, $3, $4) RETURNING id, created_at",
      [randomUUID(), userId, tokenHash, expiresAt],
    );
    await manager.query(
      `INSERT INTO export_parts (export_id, part_number, table_name, body)
        SELECT $2::uuid, row_number() OVER (ORDER BY ordinal), table_name, body FROM (${exportSql(this.tables)}) AS rows`,
      [userId, copy.id],
    );
    return copy;
  }

  /** A copy as JSON text, piece by piece. Read or given up, it is deleted after that. @throws Error when it is deleted meanwhile. */
  read({ id, created_at }: Copy, deadlineOfStep?: () => Deadline): AsyncGenerator<string> {
    return exportText(this.tables, created_at, this.partsOf(id, deadlineOfStep));
  }

  private async *partsOf(id: string, deadlineOfStep?: () => Deadline): AsyncGenerator<ExportedRow> {
    try {
      for (let last = 0; ; ) {
        const parts = await this.lookUp(
          (manager) =>
            manager.query<(ExportedRow & { number: number })[]>(
              `SELECT part_number AS number, table_name AS "table", body FROM export_parts
              WHERE export_id = $1 AND part_number > $2 ORDER BY part_number LIMIT $3`,
              [id, last, BATCH],
            ),
          deadlineOfStep?.(),
        );
        // The account itself is a row, so a copy has at least one.
        if (parts.length === 0 && !(await this.isThere(id))) throw new Error("The copy was deleted while it was fetched");
        yield* parts;
        if (parts.length < BATCH) return;
        last = parts.at(-1)?.number ?? last;
      }
    } finally {
      // A failed deletion is made up for when the copy expires.
      await this.writer.transact((manager) => manager.delete(ExportFile, id)).catch(() => undefined);
    }
  }

  private isThere(id: string): Promise<boolean> {
    return this.lookUp((manager) => manager.existsBy(ExportFile, { id }));
  }
}

async function takeTurn(manager: EntityManager, accountId: string): Promise<void> {
  const [lock] = await manager.query<{ taken: boolean }[]>("SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS taken", [
    LOCK,
    accountId,
  ]);
  if (!lock?.taken) throw conflict("A copy of this account is being made. Wait until that has been answered, and fetch it.");
}

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();
