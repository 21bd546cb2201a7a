import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PictureSize } from "../../entities/PictureSize.js";
import { fileName, keyIn, type PictureStore, type StoredKey } from "./PictureStore.js";

/** What a file is called until it is whole. */
const PART = ".part";
/** One that was not finished by then never will be. */
const PART_MS = 60 * 60 * 1000;

/** Pictures as files in a folder, which all processes share. The first two characters of a key are a folder of their own. */
export class FolderStore implements PictureStore {
  constructor(private readonly directory: string) {}

  async write(key: string, size: PictureSize, bytes: Buffer): Promise<void> {
    const path = this.pathOf(key, size);
    const part = `${path}.${randomUUID()}${PART}`;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      const file = await open(part, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        // The row says that the file is there, so it has to outlive a power cut.
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async read(key: string, size: PictureSize): Promise<Buffer | undefined> {
    try {
      return await readFile(this.pathOf(key, size));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    for (const size of Object.values(PictureSize)) await rm(this.pathOf(key, size), { force: true });
  }

  /** Files that were never finished are removed on the way. */
  async *keys(): AsyncGenerator<StoredKey> {
    for (const folder of await namesIn(this.directory)) {
      const newest = new Map<string, Date>();
      for (const name of await namesIn(join(this.directory, folder))) {
        const path = join(this.directory, folder, name);
        const writtenAt = await stat(path).then(
          ({ mtime }) => mtime,
          () => undefined,
        );
        if (!writtenAt) continue;
        if (name.endsWith(PART) && Date.now() - writtenAt.getTime() > PART_MS) await rm(path, { force: true });
        const key = keyIn(name);
        if (key !== undefined && (newest.get(key) ?? writtenAt) <= writtenAt) newest.set(key, writtenAt);
      }
      for (const [key, writtenAt] of newest) yield { key, writtenAt };
    }
  }

  private pathOf(key: string, size: PictureSize): string {
    const name = fileName(key, size);
    return join(this.directory, name.slice(0, 2), name);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === "ENOTDIR") return [];
    throw error;
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";
