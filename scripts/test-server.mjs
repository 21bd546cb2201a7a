// npm run test:server -- PATTERN: the tests on a PostgreSQL server of their own, which keeps all in memory and is gone afterwards.
// It needs PostgreSQL's programs in /usr/lib/postgresql. TEST_DATABASE_URL has npm test use another server.
import { spawn } from "node:child_process";
import { once } from "node:events";

const { Cluster, hasClusters } = await import("../dist/test/support/Cluster.js");
if (!hasClusters) {
  console.error(
    "PostgreSQL's initdb is not in /usr/lib/postgresql. Install PostgreSQL, or name a server with TEST_DATABASE_URL.",
  );
  process.exit(1);
}
const server = await Cluster.inMemory();
// Ctrl-C reaches jest too; the server goes when jest has ended.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
const jest = spawn(process.execPath, ["node_modules/jest/bin/jest.js", ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, TEST_DATABASE_URL: server.superuserUrl },
});
const [code] = await once(jest, "exit");
server.remove();
process.exit(code ?? 1);
