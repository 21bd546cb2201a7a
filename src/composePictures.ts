import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { lookupRunner } from "../packages/engine/src/database/lookupRunner.js";
import { transactionRunner } from "../packages/engine/src/database/transactionRunner.js";
import type { Transact } from "../packages/engine/src/writes/Writer.js";
import type { BackgroundWork } from "./BackgroundWork.js";
import type { Config } from "./config.js";
import { FileRemoval, type RemovalLog } from "./features/pictures/FileRemoval.js";
import { FolderStore } from "./features/pictures/FolderStore.js";
import { type CleanerLog, PictureCleaner } from "./features/pictures/PictureCleaner.js";
import { PictureLinks } from "./features/pictures/PictureLinks.js";
import { pictureRoute } from "./features/pictures/pictureRoute.js";
import { Sweep } from "./features/pictures/Sweep.js";
import { Uploads } from "./features/pictures/Uploads.js";
import { uploadRoute } from "./features/pictures/uploadRoute.js";

export interface PictureParts {
  readonly config: Pick<Config, "pictures" | "privacy">;
  readonly log?: PictureLog;
  readonly transact: Transact;
  readonly lookUp: Transact;
}

type PictureLog = RemovalLog & CleanerLog;

const SILENT: PictureLog = { warn: () => undefined, error: () => undefined };

export type PictureServices = NonNullable<ReturnType<typeof composePictures>>;

/** Builds what keeps pictures, for the API and for operators' commands. Undefined where the settings keep none. */
export function composePictures({ config: { pictures, privacy }, log = SILENT, transact, lookUp }: PictureParts) {
  if (!pictures) return undefined;
  const store = new FolderStore(pictures.directory);
  const links = new PictureLinks(lookUp, privacy.publicUrl);
  const cleaner = new PictureCleaner(log);
  const removal = new FileRemoval(transact, store, log);
  const uploads = new Uploads(transact, store, cleaner);
  return { links, most: pictures.mostOfAccount, store, cleaner, removal, uploads, sweep: new Sweep(transact, store, removal) };
}

/** Adds the routes of pictures, and has their work begin and end with the service. */
export async function servePictures(
  http: FastifyInstance,
  work: BackgroundWork,
  { links, store, cleaner, removal, uploads }: PictureServices,
  transact: Transact,
): Promise<void> {
  await uploadRoute(http, links, uploads);
  pictureRoute(http, links, store);
  work.add({
    start: async (ownUrl) => {
      // Where the tables are missing, whoever asks for a picture has it made.
      await transact((manager) => links.prepare(manager, ownUrl)).catch(() => undefined);
      removal.wake();
    },
    stop: async () => {
      await removal.stop();
      cleaner.stop();
    },
  });
}

/** The services of pictures for operators' commands. Undefined where the settings keep none. */
export const composeOperatorsPictures = ({
  config,
  database,
}: Pick<PictureParts, "config"> & { readonly database: DataSource }) =>
  composePictures({ config, transact: transactionRunner(database, {}), lookUp: lookupRunner(database) });
