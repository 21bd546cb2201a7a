import { conflict } from "../../../packages/engine/src/errors.js";
import type { Transact } from "../../../packages/engine/src/writes/Writer.js";
import type { AccountTable } from "../../entities/accountTables.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { User } from "../../entities/User.js";
import type { ErasureReceipt } from "./ErasureReceipt.js";
import { ErasureIncomplete, type Erasures } from "./Erasures.js";
import { exportSql } from "./exportSql.js";
import { type ExportedRow, exportText } from "./exportText.js";

/** Rows that are read at once. */
const BATCH = 200;

/** What operators do for an account whose email they know, as its owner could. */
export class AccountsByEmail {
  constructor(
    private readonly transact: Transact,
    private readonly erasures: Erasures,
    private readonly tables: readonly AccountTable[],
  ) {}

  /** Writes a copy of all that is held, of one moment. False without such an account. */
  export(email: string, write: (text: string) => Promise<void>): Promise<boolean> {
    return this.transact(async (manager) => {
      const user = await manager.findOneBy(User, { email: normalizeEmail(email) });
      if (!user) return false;
      // A cursor sees the moment at which it was opened, however long the reading takes.
      await manager.query(`DECLARE copy NO SCROLL CURSOR FOR ${exportSql(this.tables)}`, [user.id]);
      const fetch = () => manager.query<(ExportedRow & { table_name: string })[]>(`FETCH ${BATCH} FROM copy`);
      const rows = async function* (): AsyncGenerator<ExportedRow> {
        for (let batch = await fetch(); batch.length > 0; batch = await fetch())
          for (const { table_name, body } of batch) yield { table: table_name, body };
      };
      for await (const text of exportText(this.tables, new Date(), rows())) await write(text);
      return true;
    });
  }

  /** Erases the account. Undefined without such an account. @throws ClientError CONFLICT when something of it would be left. */
  async erase(email: string): Promise<ErasureReceipt | undefined> {
    const user = await this.transact((manager) => manager.findOneBy(User, { email: normalizeEmail(email) }));
    return user ? this.erasures.erase(user.id).catch(refuse) : undefined;
  }
}

function refuse(error: unknown): never {
  throw error instanceof ErasureIncomplete ? conflict(`${error.message} Remove that, then erase the account again.`) : error;
}
