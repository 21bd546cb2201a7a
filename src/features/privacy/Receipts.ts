import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EntityManager } from "typeorm";
import { Erasure } from "../../entities/Erasure.js";
import type { ErasureReceipt } from "./ErasureReceipt.js";

const PART = /^([\da-f-]{36})\.json\.part$/;

/**
 * A folder for the receipts of erasures without a waiting client, a file each: they name the pictures to remove from storage. A receipt
 * is written before its erasure is committed, and gets its name after that. So neither exists without the other.
 */
export class Receipts {
  constructor(private readonly folder: string) {}

  /** Writes a receipt, on the disk before it returns. */
  async prepare(receipt: ErasureReceipt): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = await open(this.partOf(receipt.id), "w", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(receipt, undefined, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Gives a receipt its name, once its erasure is committed, unless another process has done so by now. */
  async finish(id: string): Promise<void> {
    try {
      await rename(this.partOf(id), join(this.folder, `${id}.json`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  /** Names or drops the unnamed receipts of a process that ended in between: the ledger knows which. Only while no erasure is under way. */
  async settle(manager: EntityManager): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const id of names.flatMap((name) => PART.exec(name)?.[1] ?? []))
      await ((await manager.existsBy(Erasure, { id })) ? this.finish(id) : rm(this.partOf(id), { force: true }));
  }

  private readonly partOf = (id: string): string => join(this.folder, `${id}.json.part`);
}
