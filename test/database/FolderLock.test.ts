import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { FolderInUseError, FolderLock } from "../../packages/engine/src/database/FolderLock.js";

describe("FolderLock", () => {
  const folder = () => join(mkdtempSync(join(tmpdir(), "novadraw-lock-")), "pg");

  it("refuses a folder that a living process holds, and says what to do", () => {
    const held = folder();
    FolderLock.take(held);

    expect(() => FolderLock.take(held)).toThrow(FolderInUseError);
    expect(() => FolderLock.take(held)).toThrow(/in use by process \d+\. Stop that process, or set DATABASE_DIR/);
  });

  it("gives it to the next one after release, and whatever process the file names, our own too, as in a container", () => {
    const released = folder();
    FolderLock.take(released).release();
    const [stale, own] = [folder(), folder()];
    writeFileSync(`${stale}.lock`, "4194305");
    writeFileSync(`${own}.lock`, String(process.pid));

    expect(() => FolderLock.take(released)).not.toThrow();
    expect(() => FolderLock.take(stale)).not.toThrow();
    expect(() => FolderLock.take(own)).not.toThrow();
  });

  const itOnLinux = process.platform === "linux" ? it : it.skip;
  itOnLinux("says what to install where the program that locks is missing, and lets nobody in", () => {
    const take = `import { FolderLock } from "${resolve("dist/packages/engine/src/database/FolderLock.js")}"; FolderLock.take(process.argv[1]);`;
    const words = ["--input-type=module", "-e", take, folder()];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", env: { PATH: "/nowhere" } });

    expect(status).toBe(1);
    expect(stderr).toMatch(/cannot be locked \(ENOENT\). Install flock \(util-linux\), or set DATABASE_URL/);
  });
});
