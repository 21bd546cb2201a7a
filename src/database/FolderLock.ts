import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Another process holds the folder. */
export class FolderInUseError extends Error {}

/**
 * Keeps a second process out of the embedded database's folder; two at once would lose rows. The lock is a file beside the
 * folder that holds the process's id; one whose process has died is taken over.
 */
export class FolderLock {
  private constructor(private readonly file: string) {}

  /** @throws FolderInUseError */
  static take(folder: string): FolderLock {
    const file = `${folder}.lock`;
    mkdirSync(dirname(file), { recursive: true });
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        writeFileSync(file, String(process.pid), { flag: "wx" });
        return new FolderLock(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = Number(readFileSync(file, "utf8"));
      if (isAlive(holder))
        throw new FolderInUseError(
          `The embedded database in ${folder} is in use by process ${holder}. Stop that process, or set DATABASE_DIR to another folder.`,
        );
      rmSync(file, { force: true });
    }
    throw new FolderInUseError(
      `The embedded database in ${folder} was just taken by another process. Set DATABASE_DIR to another folder.`,
    );
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
