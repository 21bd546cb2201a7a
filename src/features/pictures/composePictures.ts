import type { Engine } from "#engine/features";
import type { Config } from "../../config.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { FileRemoval } from "./FileRemoval.js";
import { FolderStore } from "./FolderStore.js";
import { PictureCleaner } from "./PictureCleaner.js";
import { PictureCounts } from "./PictureCounts.js";
import { PictureLinks } from "./PictureLinks.js";
import { pictureReader } from "./pictureReader.js";
import { S3Store } from "./S3Store.js";
import { Sweep } from "./Sweep.js";
import { Uploads } from "./Uploads.js";

/** Builds what keeps pictures, for the API and for operators' commands. Undefined where the settings keep none. */
export function composePictures(
  { pictures, privacy }: Pick<Config, "pictures" | "privacy">,
  { transact, lookUp, log, count, measure }: Pick<Engine, "transact" | "lookUp" | "log" | "count" | "measure">,
  consent: ConsentGate,
) {
  if (!pictures) return undefined;
  const store = "directory" in pictures.store ? new FolderStore(pictures.store.directory) : new S3Store(pictures.store);
  const links = new PictureLinks(lookUp, privacy.publicUrl);
  const counts = new PictureCounts({ count, measure });
  const cleaner = new PictureCleaner(log);
  const removal = new FileRemoval(transact, store, log, counts);
  return {
    links,
    counts,
    most: pictures.mostOfAccount,
    store,
    removal,
    uploads: new Uploads(transact, store, cleaner, consent, counts),
    /** A JPEG of a picture, for the writer of a story about it. */
    jpegOf: pictureReader(lookUp, store, cleaner),
    sweep: new Sweep(transact, store, removal),
    /** Where the tables are missing at start, the first request for a picture makes the key. */
    async begin(ownUrl: string): Promise<void> {
      await transact((manager) => links.prepare(manager, ownUrl)).catch(() => undefined);
      removal.wake();
    },
    async finish(): Promise<void> {
      await removal.stop();
      cleaner.stop();
    },
  };
}
