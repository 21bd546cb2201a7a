import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";

const ROUNDS = 15;
const STARTERS = 6;
const TAKE = `import { FolderLock } from "${resolve("dist/packages/engine/src/database/FolderLock.js")}";
try { globalThis.lock = FolderLock.take(process.argv[1]); console.log("in"); setInterval(() => {}, 1000); }
catch { console.log("refused"); }`;

describe("the lock of the embedded database's folder", () => {
  it(`lets exactly one of ${STARTERS} starters in over a dead one's lock, in each of ${ROUNDS} rounds`, async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "novadraw-lock-")), "pg");
    const counts: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const starters = Array.from({ length: STARTERS }, () =>
        spawn(process.execPath, ["--input-type=module", "-e", TAKE, folder], { stdio: ["ignore", "pipe", "inherit"] }),
      );
      const said = await Promise.all(starters.map(firstWord));
      counts.push(said.filter((word) => word === "in").length);
      await Promise.all(starters.map(killed));
    }

    expect(counts).toEqual(Array(ROUNDS).fill(1));
  });
});

async function firstWord({ stdout }: ChildProcess): Promise<string> {
  const [chunk] = (await once(stdout as NonNullable<typeof stdout>, "data")) as [Buffer];
  return chunk.toString().trim();
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}
