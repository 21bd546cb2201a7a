import { randomBytes } from "node:crypto";
import type { Transact } from "#engine/features";
import { PictureSize } from "../../entities/PictureSize.js";
import { PictureType } from "../../entities/PictureType.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { ConsentEnded } from "./ConsentEnded.js";
import type { CleanPicture, PictureCleaner } from "./PictureCleaner.js";
import type { PictureCounts } from "./PictureCounts.js";
import type { PictureStore } from "./PictureStore.js";
import { PicturesUnavailable } from "./PicturesUnavailable.js";

const KEY_BYTES = 32;

/** What each kind of file begins with. Whatever else is in it, the cleaner reads. */
const IS_OF_TYPE: Readonly<Record<PictureType, (bytes: Buffer) => boolean>> = {
  [PictureType.JPEG]: (bytes) => bytes.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex")),
  [PictureType.PNG]: (bytes) => bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")),
  [PictureType.WEBP]: (bytes) => bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP",
};

export const isOfType = (bytes: Buffer, type: PictureType): boolean => IS_OF_TYPE[type](bytes);

/**
 * Begins an upload: the row gets a key of this attempt's own. An attempt before it, which may still write, loses the row, and its files are
 * removed once it must be over. So two uploads of one picture never write the same file.
 */
const BEGIN = `WITH before AS (SELECT id, storage_key FROM pictures WHERE id = $1 AND uploaded_at IS NULL FOR UPDATE),
    lost AS (INSERT INTO removed_files (storage_key, due_at)
      SELECT storage_key, now() + interval '5 minutes' FROM before WHERE storage_key IS NOT NULL ON CONFLICT DO NOTHING)
  UPDATE pictures SET storage_key = $2 FROM before WHERE pictures.id = before.id RETURNING pictures.user_id`;

const FINISH = `UPDATE pictures SET uploaded_at = clock_timestamp(), width = $3, height = $4, kept_bytes = $5
  WHERE id = $1 AND storage_key = $2 AND uploaded_at IS NULL RETURNING id`;

/** Takes the bytes of pictures in, after everything that their address says has been checked. */
export class Uploads {
  constructor(
    private readonly transact: Transact,
    private readonly store: PictureStore,
    private readonly cleaner: PictureCleaner,
    private readonly consent: Pick<ConsentGate, "isMissing">,
    private readonly counts: Pick<PictureCounts, "noteKept">,
  ) {}

  /**
   * Cleans what was sent, and keeps it. Nothing of it is stored as it was sent.
   * @returns false when the picture was uploaded already, or is gone.
   * @throws ConsentEnded where the account's consent was withdrawn since; PictureRefused for what cannot be read;
   * PicturesUnavailable when it cannot be read or stored now.
   */
  async keep(id: string, bytes: Buffer): Promise<boolean> {
    const started = performance.now();
    const key = randomBytes(KEY_BYTES).toString("base64url");
    if (!(await this.begin(id, key))) return false;
    const picture = await this.cleaner.clean(bytes);
    await this.write(key, picture);
    const { width, height, full, thumbnail } = picture;
    const isKept = await this.finish(id, key, width, height, full.length + thumbnail.length);
    // Erased or taken over meanwhile. Where this fails, what removed the row has the files removed, too.
    if (isKept) this.counts.noteKept((performance.now() - started) / 1000);
    else await this.store.remove(key).catch(() => undefined);
    return isKept;
  }

  private begin(id: string, key: string): Promise<boolean> {
    return this.transact(async (manager) => {
      const [[begun]] = await manager.query<[{ user_id: string }[], number]>(BEGIN, [id, key]);
      if (begun && (await this.consent.isMissing(manager, begun.user_id))) throw new ConsentEnded();
      return begun !== undefined;
    });
  }

  private async write(key: string, { full, thumbnail }: CleanPicture): Promise<void> {
    try {
      await this.store.write(key, PictureSize.THUMBNAIL, Buffer.from(thumbnail));
      await this.store.write(key, PictureSize.FULL, Buffer.from(full));
    } catch (error) {
      await this.store.remove(key).catch(() => undefined);
      throw new PicturesUnavailable("A picture cannot be stored", { cause: error });
    }
  }

  private finish(...values: unknown[]): Promise<boolean> {
    return this.transact(async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(FINISH, values);
      return rows.length > 0;
    });
  }
}
