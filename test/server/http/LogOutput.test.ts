import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";

const LINES = 20_000;
const LOG = `import { createLog } from "${resolve("dist/packages/engine/src/http/createLog.js")}";
const log = createLog("info");
const text = "x".repeat(200);
const log20000 = async () => {
  for (let line = 0; line < ${LINES}; line++) {
    log.info(text);
    if (line % 100 === 0) await new Promise(setImmediate);
  }
  process.stderr.write("all logged");
};`;

describe("the log, when nobody reads it", () => {
  let child: ChildProcess;
  afterEach(() => {
    child.kill("SIGKILL");
  });

  const run = (code: string, stdout: "pipe" | number = "pipe") => {
    child = spawn(process.execPath, ["--input-type=module", "-e", `${LOG} await log20000(); ${code}`], {
      stdio: ["pipe", stdout, "pipe"],
    });
    child.stdout?.pause();
    return once(child.stderr as NodeJS.ReadableStream, "data");
  };

  it("keeps nobody waiting, and lets the process end", async () => {
    const [said] = await run("process.exit(0);");
    const [code] = await once(child, "exit");

    expect([String(said), code]).toEqual(["all logged", 0]);
  });

  it("drops lines above its bound, and says how many when it is read again", async () => {
    await run('process.stdin.once("data", () => log.info("the last line"));');
    let read = "";
    child.stdout?.on("data", (chunk) => {
      read += chunk;
    });
    child.stdout?.resume();
    const says = async (text: string) => {
      while (!read.includes(text)) await once(child.stdout as NodeJS.ReadableStream, "data");
    };

    await says("were dropped");
    child.stdin?.write("go on");
    await says("the last line");

    const lines = read.trim().split("\n");
    const dropped = lines.map((line) => JSON.parse(line)).find(({ msg }) => /were dropped/.test(msg)).lines;
    expect(lines.length - 2 + dropped).toBe(LINES);
    expect(dropped).toBeGreaterThan(LINES / 2);
  });

  it("lives on when its reader has gone", async () => {
    const logged = run('process.stdin.once("data", () => process.exit(0));');
    child.stdout?.destroy();

    const [said] = await logged;
    child.stdin?.write("go on");
    const [code] = await once(child, "exit");

    expect([String(said), code]).toEqual(["all logged", 0]);
  });

  it("lives on when its disk is full, and ends", async () => {
    const [said] = await run("process.exit(0);", openSync("/dev/full", "w"));
    const [code] = await once(child, "exit");

    expect([String(said), code]).toEqual(["all logged", 0]);
  });
});
