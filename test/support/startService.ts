import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const children: ChildProcess[] = [];

/** Kills what a test has started and left running. */
export function killStarted(): void {
  for (const child of children.splice(0)) child.kill("SIGKILL");
}

/** The service as its operators run it, on a port of its own. */
export function startService(environment: Record<string, string>, ...flags: string[]) {
  const child = spawn(process.execPath, ["dist/src/main.js", ...flags], {
    env: { PATH: process.env.PATH, JOIN_READS: process.env.JOIN_READS ?? "auto", PORT: "0", HOST: "127.0.0.1", ...environment },
  });
  children.push(child);
  let output = "";
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(output);
      if (match) return match;
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${output}`);
      // Those that are not heard first listen no longer.
      const heard = new AbortController();
      const { signal } = heard;
      await Promise.race([
        once(child.stdout, "data", { signal }),
        once(child.stderr, "data", { signal }),
        once(child, "exit", { signal }),
      ]);
      heard.abort();
    }
  };
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const exit = once(child, "exit").then(([code]) => code);
  return { child, says, exit, output: () => output };
}
