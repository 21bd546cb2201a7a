import { spawnSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import { healthThread } from "../../../packages/engine/src/http/healthThread.js";

describe("the health port", () => {
  it("answers while the main thread is busy, and 503 when it has been stuck for longer than it may", async () => {
    const patient = await healthThread("127.0.0.1", 0);
    const impatient = await healthThread("127.0.0.1", 0, 200);
    // Both wait for the other process, so this thread is stuck meanwhile.
    const whileBusy = askFromOutside(patient, 0);
    const whenStuck = askFromOutside(impatient, 500);

    expect(whileBusy).toBe('200 {"status":"alive"}');
    expect(whenStuck).toBe('503 {"status":"stuck"}');
  });
});

function askFromOutside(port: number, afterMs: number): string {
  const program = `setTimeout(async () => {
    const answer = await fetch("http://127.0.0.1:${port}/healthz");
    process.stdout.write(answer.status + " " + (await answer.text()));
  }, ${afterMs})`;
  return spawnSync(process.execPath, ["-e", program], { encoding: "utf8" }).stdout;
}
