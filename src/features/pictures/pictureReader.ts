import type { LookUp } from "#engine/features";
import { PictureSize } from "../../entities/PictureSize.js";
import type { PictureCleaner } from "./PictureCleaner.js";
import { PictureGone } from "./PictureGone.js";
import type { PictureStore } from "./PictureStore.js";

const KEY = "SELECT storage_key FROM pictures WHERE id = $1 AND uploaded_at IS NOT NULL";

/**
 * Reads a picture that the service keeps, as a JPEG that may leave it: what a camera had written was left out when it was kept.
 * @throws PictureGone; the store's and the cleaner's errors.
 */
export const pictureReader =
  (lookUp: LookUp, store: PictureStore, cleaner: PictureCleaner) =>
  async (id: string, signal: AbortSignal): Promise<Buffer> => {
    const [row] = await lookUp((manager) => manager.query<{ storage_key: string }[]>(KEY, [id]));
    const kept = row && (await store.read(row.storage_key, PictureSize.FULL));
    signal.throwIfAborted();
    if (!kept) throw new PictureGone("The picture is gone");
    return cleaner.jpegOf(kept);
  };
