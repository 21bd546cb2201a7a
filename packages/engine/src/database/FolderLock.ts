import { spawnSync } from "node:child_process";
import { closeSync, constants, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { FolderError } from "./FolderError.js";

/** Another process holds the folder. */
export class FolderInUseError extends FolderError {}

/** "Open and lock, or fail", as the systems' own open() has it; Node passes these bits on. macOS: O_EXLOCK and O_NONBLOCK; Windows: no sharing. */
const LOCKING_OPEN: Partial<Record<NodeJS.Platform, number>> = {
  darwin: 0x24,
  freebsd: 0x24,
  openbsd: 0x24,
  win32: 0x10000000,
};
const HELD_BY_ANOTHER: ReadonlySet<unknown> = new Set(["EAGAIN", "EWOULDBLOCK", "EBUSY"]);
/** flock's own exit code for a lock that another holds. */
const IS_HELD = 1;

/**
 * Keeps a second process out of the embedded database's folder, because two at once would lose rows. The operating system holds the lock,
 * on a file beside the folder, and frees it when the process ends, however it ends. The file itself stays: removing it could let two
 * processes in. It names the process, for people only.
 */
export class FolderLock {
  private constructor(private readonly file: number) {}

  /** @throws FolderInUseError */
  static take(folder: string): FolderLock {
    const path = `${folder}.lock`;
    mkdirSync(dirname(path), { recursive: true });
    const file = openLocked(path);
    if (file === undefined)
      throw new FolderInUseError(
        `The embedded database in ${folder} is in use by ${holderOf(path)}. Stop that process, or set DATABASE_DIR to another folder.`,
      );
    ftruncateSync(file);
    writeSync(file, String(process.pid), 0);
    return new FolderLock(file);
  }

  release(): void {
    closeSync(this.file);
  }
}

/** The open file, or undefined when another holds its lock. */
function openLocked(path: string): number | undefined {
  const locking = LOCKING_OPEN[process.platform];
  try {
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT | (locking ?? 0));
    if (locking !== undefined || isLockedByFlock(file)) return file;
    closeSync(file);
    return undefined;
  } catch (error) {
    if (HELD_BY_ANOTHER.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

/** Node has no flock(2). The lock belongs to the open file, which the program shares with us, so it stays ours when the program has ended. */
function isLockedByFlock(file: number): boolean {
  const { status, error } = spawnSync("flock", ["-n", "3"], { stdio: ["ignore", "ignore", "ignore", file] });
  if (status === 0) return true;
  if (status === IS_HELD) return false;
  throw new FolderInUseError(
    `The folder of the embedded database cannot be locked (${(error as NodeJS.ErrnoException | undefined)?.code ?? status}). Install flock (util-linux), or set DATABASE_URL.`,
  );
}

function holderOf(path: string): string {
  try {
    const id = readFileSync(path, "utf8");
    return /^\d+$/.test(id) ? `process ${id}` : "another process";
  } catch {
    // Windows lets no process read a locked file.
    return "another process";
  }
}
