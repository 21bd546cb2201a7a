import type { EntityManager } from "typeorm";
import type { RequestContext, Viewer, Writer } from "#engine/features";
import { lockAccount } from "./lockAccount.js";

const UNSHOWN = `DELETE FROM pictures WHERE id = $1
  AND NOT EXISTS (SELECT FROM drawings WHERE picture_id = $1) AND NOT EXISTS (SELECT FROM stories WHERE picture_id = $1)`;

/** What a change answers, and the pictures that its rows show no more. */
export interface Changed<T> {
  readonly answer: T;
  readonly pictures: readonly (string | null)[];
}

/** Changes that may leave a picture shown by nothing: it is deleted in the same transaction. */
export class ShownPictures {
  /** @param noteDropped is called when pictures have been deleted, once that is committed. */
  constructor(
    private readonly writer: Writer,
    private readonly noteDropped: () => void,
  ) {}

  /** @throws as Writer.asViewer does; what the work throws. */
  async change<T>(context: RequestContext, work: (manager: EntityManager, viewer: Viewer) => Promise<Changed<T>>): Promise<T> {
    const { answer, isDropped } = await this.writer.asViewer(context, async (manager, viewer) => {
      await lockAccount(manager, viewer.id);
      const { answer, pictures } = await work(manager, viewer);
      return { answer, isDropped: await dropUnshown(manager, pictures) };
    });
    if (isDropped) this.noteDropped();
    return answer;
  }
}

/**
 * Always in the same order. The lock and the look are two statements, because only then the look sees what was committed while the lock was
 * waited for. @returns whether any was deleted.
 */
async function dropUnshown(manager: EntityManager, pictures: readonly (string | null)[]): Promise<boolean> {
  let isDropped = false;
  for (const id of [...new Set(pictures)].sort()) {
    if (id === null) continue;
    await manager.query("SELECT FROM pictures WHERE id = $1 FOR UPDATE", [id]);
    const [, count] = await manager.query<[unknown, number]>(UNSHOWN, [id]);
    isDropped ||= count > 0;
  }
  return isDropped;
}
