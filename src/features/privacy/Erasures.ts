import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { ClientError, notFound, type Transact } from "#engine/features";
import { ErrorCode } from "../../codes.js";
import type { AccountTable } from "../../entities/accountTables.js";
import { limits } from "../../entities/limits.js";
import { PendingErasure } from "../../entities/PendingErasure.js";
import { User } from "../../entities/User.js";
import type { ErasureReceipt } from "./ErasureReceipt.js";
import { findTraces } from "./findTraces.js";
import type { Ledger } from "./Ledger.js";
import type { PrivacyKeys } from "./PrivacyKeys.js";
import { picturesSql } from "./picturesSql.js";
import type { UnsignedReceipt } from "./receiptText.js";

/** The parts of the model and of the settings that erasing needs. */
export interface ErasureRules {
  readonly tables: readonly AccountTable[];
  readonly personal: readonly (readonly [table: string, column: string])[];
  readonly isSearchDeep: boolean;
}

/** An erasure that is repeated, or that was announced: its position in the ledger. */
interface Known {
  readonly id?: string;
  readonly erasedAt?: Date;
  /** The most pictures that the receipt may name; any number where it is absent. */
  readonly mostImages?: number;
}

/** Deletes accounts with all their rows, proves it, and signs a receipt. */
export class Erasures {
  constructor(
    private readonly transact: Transact,
    private readonly ledger: Ledger,
    private readonly keys: PrivacyKeys,
    private readonly rules: ErasureRules,
  ) {}

  /**
   * Erases the account in one transaction: the ledger first, then the rows, then a search for traces. A trace undoes it all.
   * @throws ClientError NOT_FOUND without such an account; Error that names the columns in which something is left.
   */
  async erase(accountId: string, known: Known = {}): Promise<ErasureReceipt> {
    const receipt = await this.transact((manager) => this.eraseIn(manager, accountId, known));
    await this.ledger.tellJournal();
    return receipt;
  }

  /** The same in the transaction of the caller, which writes the journal after it. */
  async eraseIn(manager: EntityManager, accountId: string, { id, erasedAt, mostImages }: Known): Promise<ErasureReceipt> {
    const account = await lock(manager, accountId);
    const unsigned = await this.describe(manager, accountId, { id, erasedAt, mostImages });
    await this.ledger.write(manager, {
      id: unsigned.id,
      accountHash: this.keys.accountHash(accountId),
      erasedAt: unsigned.erasedAt,
      counts: Object.fromEntries(unsigned.counts.map(({ table, rows }) => [table, rows])),
    });
    await manager.delete(User, accountId);
    const { personal, isSearchDeep } = this.rules;
    const left = await findTraces(manager, account, personal, isSearchDeep);
    if (left.length > 0) throw new ErasureIncomplete(left);
    return this.sign(unsigned);
  }

  /** Has the account erased later. Its sessions end now; a sign-in takes it back. The receipt says when it is due. */
  async announceIn(manager: EntityManager, accountId: string, dueAt: Date): Promise<ErasureReceipt> {
    await lock(manager, accountId);
    const receipt = await this.describe(manager, accountId, { erasedAt: dueAt, mostImages: limits.erasedImages });
    await manager.upsert(PendingErasure, { userId: accountId, receiptId: receipt.id, dueAt }, ["userId"]);
    await manager.query("DELETE FROM sessions WHERE user_id = $1", [accountId]);
    return this.sign({ ...receipt, isPending: true });
  }

  private sign(receipt: UnsignedReceipt): ErasureReceipt {
    return { ...receipt, signature: this.keys.sign(receipt) };
  }

  private async describe(manager: EntityManager, accountId: string, known: Known): Promise<UnsignedReceipt> {
    const { id = randomUUID(), erasedAt = new Date(), mostImages } = known;
    const images = await manager.query<{ url: string }[]>(`${picturesSql(this.rules.tables)} LIMIT $2`, [
      accountId,
      mostImages === undefined ? null : mostImages + 1,
    ]);
    if (mostImages !== undefined && images.length > mostImages) throw tooManyImages(mostImages);
    return {
      id,
      erasedAt,
      isPending: false,
      counts: await this.count(manager, accountId),
      imageUrls: images.map(({ url }) => url),
    };
  }

  private count(manager: EntityManager, accountId: string): Promise<{ table: string; rows: number }[]> {
    const counts = this.rules.tables.map(
      ({ table, owner }) => `SELECT '${table}' AS "table", count(*)::int AS rows FROM ${table} WHERE ${owner} = $1`,
    );
    return manager.query(`SELECT * FROM (${counts.join(" UNION ALL ")}) AS counts WHERE rows > 0 ORDER BY "table"`, [
      accountId,
    ]);
  }
}

/** Something of an account was left, so nothing was deleted. The message names columns and no values. */
export class ErasureIncomplete extends Error {
  constructor(readonly columns: readonly string[]) {
    super(`The erasure was undone: ${columns.join(", ")} would still hold something of the account.`);
  }
}

async function lock(manager: EntityManager, id: string): Promise<Pick<User, "id" | "email">> {
  const account = await manager.findOne(User, {
    where: { id },
    select: { id: true, email: true },
    lock: { mode: "pessimistic_write" },
  });
  if (!account) throw notFound("account");
  return account;
}

const tooManyImages = (most: number) =>
  new ClientError(
    ErrorCode.LIMIT_REACHED,
    `The receipt of an erasure lists at most ${most} pictures, and this account has more. Delete some drawings first, or ask the operator to erase it.`,
  );
