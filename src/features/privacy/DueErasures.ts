import { LessThanOrEqual } from "typeorm";
import { PendingErasure } from "../../entities/PendingErasure.js";
import type { Transact } from "../../writes/Writer.js";
import type { Erasures } from "./Erasures.js";
import type { Ledger } from "./Ledger.js";

/** Carries out the erasures whose wait is over. */
export class DueErasures {
  constructor(
    private readonly transact: Transact,
    private readonly erasures: Erasures,
    private readonly ledger: Ledger,
  ) {}

  /** Erases one account after the other, and says how many. One that was signed in to meanwhile stays. */
  async run(): Promise<number> {
    let count = 0;
    while (await this.transact((manager) => this.eraseNext(manager))) count++;
    if (count > 0) await this.ledger.reconcile();
    return count;
  }

  private async eraseNext(manager: Parameters<Parameters<Transact>[0]>[0]): Promise<boolean> {
    const due = await manager.findOne(PendingErasure, {
      where: { dueAt: LessThanOrEqual(new Date()) },
      order: { dueAt: "ASC" },
      lock: { mode: "pessimistic_write", onLocked: "skip_locked" },
    });
    if (due) await this.erasures.eraseIn(manager, due.userId, { id: due.receiptId });
    return due !== null;
  }
}
