import type { Shape } from "../compiler/Compiler.js";
import type { WaitingRead } from "./WaitingRead.js";

/** The reads in groups of one shape, each in the order of the reads. */
export function ofEachShape(reads: readonly WaitingRead[]): readonly WaitingRead[][] {
  const groups = new Map<Shape, WaitingRead[]>();
  for (const read of reads) {
    const group = groups.get(read.statement.shape);
    if (group) group.push(read);
    else groups.set(read.statement.shape, [read]);
  }
  return [...groups.values()];
}
