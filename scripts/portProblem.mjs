// Says that a port is taken, and by whom where that can be known, before anything that takes time begins.
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";

/** A sentence for a port that cannot be listened on because someone else does; nothing where it is free. */
export async function portProblem(host, port) {
  const code = await new Promise((resolve) => {
    const probe = createServer().once("error", (error) => resolve(error.code));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
  if (code !== "EADDRINUSE") return undefined;
  return `Port ${port} is in use by ${holderOf(port) ?? "another process"}. Stop that process, or set PORT to another port.`;
}

/** lsof is on macOS and on many Linux machines. Without it, or without the right to see the process, nobody is named. */
function holderOf(port) {
  const { stdout } = spawnSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], { encoding: "utf8", timeout: 2_000 });
  const [, id, name] = /^p(\d+)\n(?:.*\n)*?c(.+)$/m.exec(stdout ?? "") ?? [];
  return id === undefined ? undefined : `process ${id} (${name})`;
}
