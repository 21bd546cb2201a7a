import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("./tada/", import.meta.url));

function run(program, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`../../node_modules/${program}`, ...words], {
    cwd: FOLDER,
    encoding: "utf8",
  });
  return [status, status === 0 ? "" : stdout + stderr];
}

describe("gql.tada", () => {
  it("types operations by the kit's schema and scalars, without a generator", () => {
    assert.deepEqual(run("gql.tada/bin/cli.js", "generate-output", "--disable-preprocessing"), [0, ""]);
    assert.deepEqual(run("typescript/bin/tsc", "-p", "."), [0, ""]);
  });
});
