import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, it } from "@jest/globals";
import { describeWithoutServer } from "./support/onServer.js";
import { killStarted, startService as start } from "./support/startService.js";

afterEach(killStarted);

const folder = () => join(mkdtempSync(join(tmpdir(), "novadraw-process-")), "pg");

describeWithoutServer("npm run demo", () => {
  it("prints a query and a token that answer, and keeps what was changed for the second start", async () => {
    const DATABASE_DIR = folder();
    const first = start({ DATABASE_DIR }, "--demo");
    const [, address = "", query = "", token = ""] = await first.says(
      /playground:\s+(http\S+)\/\n[\s\S]*SQL statement:\n([\s\S]+)Send it[\s\S]*Bearer (\S+)\n/,
    );
    const ask = async (at: string, body: object) => {
      const response = await fetch(`${at}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      return response.json();
    };

    const { data } = await ask(address, { query });
    const picture = await fetch(data.me.drawings.nodes[0].uploadedImageUrl);
    first.child.kill("SIGTERM");
    const code = await first.exit;
    const second = start({ DATABASE_DIR }, "--demo");
    const [, again = ""] = await second.says(/playground:\s+(http\S+)\/\n/);

    expect(data.me.name).toBe("Anna");
    expect(data.me.drawings.nodes[0].stories.nodes[0].drawing.tutorial.steps.length).toBeGreaterThan(3);
    expect(code).toBe(0);
    expect(picture.headers.get("content-type")).toBe("image/svg+xml");
    // The pictures have moved to the other port.
    expect(JSON.stringify((await ask(again, { query })).data)).toBe(JSON.stringify(data).replaceAll(address, again));
  });
});

describeWithoutServer("npm run demo, when it is told to stop while it prepares", () => {
  it("ends with 0, and says nothing of what could not be finished", async () => {
    const demo = start({ DATABASE_DIR: folder() }, "--demo");
    await demo.says(/Running the migrations/);

    demo.child.kill("SIGTERM");

    expect(await demo.exit).toBe(0);
    expect(demo.output()).not.toMatch(/Error|\bat /);
  });
});

describeWithoutServer("npm start", () => {
  /** For the tests that need a database's folder, and not what is in it: making one takes seconds. */
  const anyFolder = folder();

  it("warns of the embedded database, is alive but not ready while migrations are pending, and ends with 0 on SIGTERM", async () => {
    const service = start({ DATABASE_DIR: anyFolder });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/Not ready\. Migrations are pending: CreateSchema/);

    const alive = await fetch(`${address}/healthz`);
    const ready = await fetch(`${address}/readyz`);
    service.child.kill("SIGTERM");

    expect(service.output()).toContain("DATABASE_URL is not set: the embedded database");
    expect([alive.status, ready.status]).toEqual([200, 503]);
    expect(await service.exit).toBe(0);
  });

  it("says in one line why it cannot reach the database, without the password, and lives on", async () => {
    const service = start({ DATABASE_URL: "postgresql://u:s3cret@127.0.0.1:1/db" });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/The database cannot be reached: nothing listens at the host and port of DATABASE_URL/);

    const alive = await fetch(`${address}/healthz`);

    expect(alive.status).toBe(200);
    expect(service.output()).not.toContain("s3cret");
  });

  it("says which port is taken before it starts a database", async () => {
    const DATABASE_DIR = folder();
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const PORT = String((taken.address() as AddressInfo).port);
    const services = [
      start({ DATABASE_DIR, PORT }),
      start({ DATABASE_DIR, PORT }, "--demo"),
      start({ DATABASE_DIR, HEALTH_PORT: PORT }),
    ];

    const codes = await Promise.all(services.map(({ exit }) => exit));
    taken.close();

    const [plain, demo, health] = services.map(({ output }) => output());
    expect(codes).toEqual([1, 1, 1]);
    expect(plain).toContain(`Port ${PORT} is in use by another process. Stop that process, or set PORT to another port.`);
    expect(demo).toBe(`Port ${PORT} is in use by another process. Stop that process, or set PORT to another port.\n`);
    expect(health).toContain("or set HEALTH_PORT to another port.");
    expect(existsSync(DATABASE_DIR)).toBe(false);
  });

  it.each([
    ["npm ci", [], "--demo", "The packages are not installed. Run: npm ci && npm run demo\n"],
    ["npm run build", ["node_modules"], "", "The service is not built. Run: npm run build && npm start\n"],
  ])("says what to do before %s", (_what, there, flag, message) => {
    const cwd = mkdtempSync(join(tmpdir(), "novadraw-bare-"));
    for (const name of there) mkdirSync(join(cwd, name));

    const { status, stderr } = spawnSync(process.execPath, [resolve("scripts/start.mjs"), flag], { cwd, encoding: "utf8" });

    expect([status, stderr]).toEqual([1, message]);
  });

  it("refuses a folder that another process has open, and settings that cannot be used", async () => {
    const first = start({ DATABASE_DIR: anyFolder });
    await first.says(/Not ready/);
    const second = start({ DATABASE_DIR: anyFolder });
    const wrong = start({ PORT: "many", LOG_LEVEL: "loud" });

    expect([await second.exit, await wrong.exit]).toEqual([1, 1]);
    expect(second.output()).toContain(`in use by process ${first.child.pid}`);
    expect(wrong.output()).toMatch(/PORT is a port number.*LOG_LEVEL is one of/s);
  });
});
