import type { EntityManager } from "typeorm";
import { dropUnshown } from "./dropUnshown.js";

/** Deletes those of the pictures that nothing shows any more, always in the same order. @returns whether any was deleted. */
export async function dropAllUnshown(manager: EntityManager, pictureIds: readonly string[]): Promise<boolean> {
  let isDropped = false;
  for (const id of [...new Set(pictureIds)].sort()) isDropped = (await dropUnshown(manager, id)) || isDropped;
  return isDropped;
}
