import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

export interface Ended {
  readonly code: number | null;
  /** What it wrote, to standard output and standard error together. */
  readonly output: string;
  readonly stdout: string;
}

/** A built command, as it runs. */
export interface Running {
  readonly child: ChildProcess;
  /** Waits until it has written this. */
  readonly says: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<Ended>;
}

export function startProgram(
  program: string,
  words: readonly string[],
  environment: Record<string, string> = {},
  cwd = ".",
): Running {
  const child = spawn(process.execPath, [resolve(`dist/src/cli/${program}.js`), ...words], {
    cwd,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, stdout] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const ended = once(child, "close").then(([code]) => ({ code, output, stdout }));
  const says = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(output)) {
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${output}`);
      await Promise.race([once(child.stdout, "data"), once(child.stderr, "data"), once(child, "close")]);
    }
  };
  return { child, says, ended };
}

/** Runs a built command to its end. */
export const runProgram = (...given: Parameters<typeof startProgram>): Promise<Ended> => startProgram(...given).ended;
