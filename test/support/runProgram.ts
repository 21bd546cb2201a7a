import { type ChildProcess, fork, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
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

/** What a process that is warm is told to run. */
export interface ProgramRun {
  readonly path: string;
  readonly words: readonly string[];
  readonly environment: Record<string, string | undefined>;
  readonly cwd: string;
}

/** What a process that is warm writes at the end of a run; in standard output, the exit code stands between two of them. */
export const END = "\u0000";

/** The last that a run writes to standard output, and all that marks ends in both streams. */
const ENDED = new RegExp(`${END}(\\d+)${END}$`);
const ENDS = new RegExp(`${END}(?:\\d+${END})?`, "g");

/** Processes that have loaded what commands load, and wait. */
const idle: ChildProcess[] = [];

/**
 * Runs a built command in a process that has loaded the commands' modules before: a process of its own for each run would spend most of
 * its time on that. It has its own arguments, environment, folder, output and exit code, and may be killed.
 */
export function startProgram(
  program: string,
  words: readonly string[],
  environment: Record<string, string> = {},
  cwd = ".",
): Running {
  const child = idle.pop() ?? fork(resolve("dist/test/support/warmProgram.js"), { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  hold(child, true);
  const heard = listenTo(child);
  const ended = Promise.race([once(child, "close", { signal: heard.isOver }), heard.end]).then(([code]): Ended => {
    heard.stop();
    if (child.exitCode === null && child.signalCode === null) {
      hold(child, false);
      idle.push(child);
    }
    return { code, ...heard.output() };
  });
  child.send({
    path: resolve(`dist/src/cli/${program}.js`),
    words,
    environment: { PATH: process.env.PATH, ...environment },
    cwd: resolve(cwd),
  } satisfies ProgramRun);
  return { child, says: (pattern) => heard.says(pattern, ended), ended };
}

/** Runs a built command to its end. */
export const runProgram = (...given: Parameters<typeof startProgram>): Promise<Ended> => startProgram(...given).ended;

/** Runs a built command in a new process, as a shell does. */
export async function runAlone(
  program: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [`dist/src/cli/${program}.js`, ...words], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const heard = listenTo(child);
  const [code] = await once(child, "close");
  return { code, ...heard.output() };
}

/** Whether this process stays alive for that one. */
function hold(child: ChildProcess, isHeld: boolean): void {
  for (const handle of [child, child.channel, child.stdout, child.stderr] as ({ ref(): void; unref(): void } | null)[])
    handle?.[isHeld ? "ref" : "unref"]();
}

/** What a process writes, until it is over with a run. */
function listenTo({ stdout, stderr }: ChildProcess) {
  const written = { stdout: "", stderr: "", output: "" };
  const heard = new EventEmitter();
  const hear = (name: "stdout" | "stderr") => (chunk: Buffer) => {
    written[name] += chunk;
    written.output += chunk;
    heard.emit("more");
    const [, code] = ENDED.exec(written.stdout) ?? [];
    if (code !== undefined && written.stderr.endsWith(END)) heard.emit("end", Number(code));
  };
  const [hearOut, hearErr] = [hear("stdout"), hear("stderr")];
  stdout?.on("data", hearOut);
  stderr?.on("data", hearErr);
  const over = new AbortController();
  const withoutEnds = (text: string) => text.replaceAll(ENDS, "");
  return {
    isOver: over.signal,
    end: once(heard, "end", { signal: over.signal }),
    output: () => ({ output: withoutEnds(written.output), stdout: withoutEnds(written.stdout) }),
    says: async (pattern: RegExp, ended: Promise<Ended>): Promise<void> => {
      while (!pattern.test(written.output)) {
        const end = await Promise.race([once(heard, "more"), ended]);
        if ("code" in end && !pattern.test(written.output)) throw new Error(`ended with ${end.code}: ${written.output}`);
      }
    },
    stop: () => {
      over.abort();
      stdout?.off("data", hearOut);
      stderr?.off("data", hearErr);
    },
  };
}
