import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { PictureCleaner } from "../../../src/features/pictures/PictureCleaner.js";
import { PictureRefused } from "../../../src/features/pictures/PictureRefused.js";
import { PicturesUnavailable } from "../../../src/features/pictures/PicturesUnavailable.js";
import { photograph } from "../../support/Camera.js";

/** A program instead of the one that reads pictures: it does what the first byte says. */
const PROGRAM = `process.on("message", (bytes) => {
  if (bytes[0] === 1) process.kill(process.pid, "SIGSEGV");
  if (bytes[0] === 2) for (;;);
  process.send({ full: Buffer.from(JSON.stringify(process.env)), thumbnail: Buffer.from("b"), width: 1, height: 1 });
});
process.send("ready");`;

describe("PictureCleaner", () => {
  const folder = mkdtempSync(join(tmpdir(), "novadraw-cleaner-"));
  const logged: string[] = [];
  const log = { error: (message: string) => void logged.push(message) };
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const cleaners: PictureCleaner[] = [];
  const cleaner = (...given: [string?, number?]) => {
    const made = new PictureCleaner(log, ...given);
    cleaners.push(made);
    return made;
  };
  afterAll(() => {
    for (const each of cleaners) each.stop();
    rmSync(folder, { recursive: true });
  });

  it("goes on after a picture that ends the process, and after one that never ends", async () => {
    const own = cleaner(program("act.cjs", PROGRAM), 500);

    const outcomes = await Promise.allSettled([1, 0, 2, 0].map((what) => own.clean(Buffer.from([what]))));

    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "fulfilled"]);
    expect(outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason instanceof PictureRefused] : []))).toEqual([
      true,
      true,
    ]);
  });

  it("gives the process nothing of the service's environment", async () => {
    const { full } = await cleaner(program("env.cjs", PROGRAM)).clean(Buffer.from([0]));

    expect(Object.keys(JSON.parse(Buffer.from(full).toString())).filter((name) => !name.startsWith("NODE_CHANNEL"))).toEqual(
      [],
    );
  });

  it("says that pictures cannot be read where the library does not load, once in the log", async () => {
    const broken = cleaner(program("broken.cjs", 'throw new Error("no such package")'));

    const outcomes = await Promise.allSettled([broken.clean(Buffer.from([0])), broken.clean(Buffer.from([0]))]);

    expect(outcomes.map((one) => one.status === "rejected" && one.reason instanceof PicturesUnavailable)).toEqual([true, true]);
    expect(logged).toEqual([expect.stringContaining("sharp does not start")]);
  });

  it("reads one picture after the other, and hands both sizes back", async () => {
    const own = cleaner();
    const photo = await photograph(800, 600);

    const all = await Promise.all(Array.from({ length: 5 }, () => own.clean(photo)));

    expect(all.map(({ width, height }) => [width, height])).toEqual(Array(5).fill([600, 800]));
    expect(own.length).toBe(0);
  });
});
