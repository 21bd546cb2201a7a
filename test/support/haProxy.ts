import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, listening } from "./pgBouncer.js";

const PROGRAM = process.env.HAPROXY ?? "/usr/sbin/haproxy";

export const hasHaProxy = existsSync(PROGRAM);

export interface HaProxy {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts HAProxy before services.
 * @param rules the lines of its frontend. FOLDER stands for the folder of the files.
 * @param backends the addresses of services by the names of their backends.
 * @param files what the rules read, by name.
 */
export async function startHaProxy(
  rules: string,
  backends: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<HaProxy> {
  const folder = await mkdtemp(join(tmpdir(), "novadraw-haproxy-"));
  const port = await freePort();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const servers = Object.entries(backends).map(([name, url]) => `backend ${name}\n  server only ${new URL(url).host}\n`);
  await writeFile(
    join(folder, "haproxy.cfg"),
    `defaults\n  mode http\n  timeout connect 2s\n  timeout client 20s\n  timeout server 20s\n` +
      `frontend api\n  bind 127.0.0.1:${port}\n${rules.replaceAll("FOLDER", folder)}\n${servers.join("")}`,
  );
  const proxy = await startHaProxyWith(join(folder, "haproxy.cfg"), port);
  return { ...proxy, stop: () => proxy.stop().then(() => rm(folder, { recursive: true })) };
}

/** Starts HAProxy with a file, which has it listen on the port, and with variables that the file names. */
export async function startHaProxyWith(
  file: string,
  port: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<HaProxy> {
  const child = spawn(PROGRAM, ["-f", file], { stdio: "ignore", env: { PATH: process.env.PATH, ...environment } });
  await listening(child, port);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill("SIGKILL");
    },
  };
}
