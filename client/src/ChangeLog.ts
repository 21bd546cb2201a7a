import type { DocumentNode } from "graphql";
import { changesOf } from "./changesOf.js";
import type { ListChange } from "./listChanges.js";

/** What mutations have changed in lists, and when: a moment is how many changes there were before it. */
export class ChangeLog {
  private readonly last = new Map<string, { readonly change: ListChange; readonly moment: number }>();

  private count = 0;

  get now(): number {
    return this.count;
  }

  /** Call it with a mutation and what was answered to it. */
  note(document: DocumentNode, data: unknown): void {
    for (const change of changesOf(document, data))
      this.last.set(`${change.type} ${change.isOfRows}`, { change, moment: ++this.count });
  }

  since(moment: number): readonly ListChange[] {
    return [...this.last.values()].filter((noted) => noted.moment > moment).map(({ change }) => change);
  }
}
