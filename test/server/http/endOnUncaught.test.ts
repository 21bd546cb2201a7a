import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";

const WITH_POLICY = `import { createLog } from "${resolve("dist/packages/engine/src/http/createLog.js")}";
import { endOnUncaught } from "${resolve("dist/packages/engine/src/http/endOnUncaught.js")}";
endOnUncaught(createLog("info"));
const failure = Object.assign(new TypeError("anna@example.org"), { code: "23505", detail: "Key (email)=(anna@example.org)" });
setTimeout(() => console.log("it lived on"), 1_000);
`;

describe("an error that nobody has handled", () => {
  it.each([
    ["thrown", "setImmediate(() => { throw failure; });"],
    ["of a promise", "Promise.reject(failure);"],
  ])("ends the process with 1, and is logged without its text (%s)", (_how, fail) => {
    const words = ["--input-type=module", "-e", WITH_POLICY + fail];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });

    const output = stdout + stderr;
    expect(status).toBe(1);
    expect(output).toMatch(/"level":60.*"error":"TypeError","code":"23505","at":\[".+An error that nobody has handled/);
    expect(output).not.toMatch(/anna|it lived on/);
  });
});
