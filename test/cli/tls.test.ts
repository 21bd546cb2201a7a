import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { ping as reach } from "../../packages/operations/src/ping.js";
import { readConfig } from "../../src/config.js";
import { Authority } from "../support/Authority.js";
import { Cluster } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { runAlone, runProgram } from "../support/runProgram.js";
import { killStarted, startService } from "../support/startService.js";

describeWithClusters("TLS to the database", () => {
  let cluster: Cluster;
  let ours: Authority;
  let others: Authority;
  beforeAll(async () => {
    ours = new Authority("Our Authority");
    others = new Authority("Another Authority");
    cluster = await Cluster.start();
    cluster.offerTls(ours.sign("DNS:localhost,IP:127.0.0.1"), true);
  });
  afterAll(() => {
    killStarted();
    cluster.remove();
    for (const one of [ours, others]) one.remove();
  });

  const run = async (words: readonly string[], search: string, environment: Record<string, string> = {}) => {
    const DATABASE_URL = `${cluster.urlThrough(cluster.port)}?${search}`;
    // Node reads this variable when its process starts.
    const start = "NODE_EXTRA_CA_CERTS" in environment ? runAlone : runProgram;
    const { code, output } = await start("db", words, { DATABASE_URL, ...environment });
    expect(output).not.toMatch(/s3cret|\n {4}at /);
    return [code, output] as const;
  };

  it.each(["sslmode=require", "sslmode=verify-ca", "sslmode=verify-full", "ssl=require", "ssl=true"])(
    "%s with the authority's file as sslrootcert is good for ping",
    async (search) => {
      expect(await ping(`${search}&sslrootcert=${ours.file}`)).toEqual([
        true,
        expect.stringMatching(/tls +[\d.]+ ms +TLSv1\.3\n/),
      ]);
    },
  );

  it("sslrootcert alone asks for TLS, and sslrootcert=system takes the roots of the machine", async () => {
    const system = { NODE_EXTRA_CA_CERTS: ours.file };

    expect(await run(["status"], `sslrootcert=${ours.file}`)).toEqual([0, expect.any(String)]);
    expect(await run(["status"], "sslmode=verify-full&sslrootcert=system", system)).toEqual([0, expect.any(String)]);
    expect(await run(["ping"], "sslmode=verify-full&sslrootcert=system", system)).toEqual([0, expect.any(String)]);
    expect(await run(["status"], "sslmode=require", system)).toEqual([0, expect.any(String)]);
  });

  const ping = async (search: string) => {
    const url = `${cluster.urlThrough(cluster.port)}?${search}`;
    const { isGood, lines } = await reach({ ...readConfig({ DATABASE_URL: url }).database }, [], () => undefined);
    return [isGood, lines.join("\n")] as const;
  };

  it.each([
    ["sslrootcert=system", "sslmode=verify-full&sslrootcert=system"],
    ["another authority's file", "sslmode=require&sslrootcert=$"],
    ["no file", "sslmode=require"],
  ])("a server whose authority is not trusted is refused with %s, and ping names the authority", async (_what, search) => {
    const given = search.replace("$", others.file);

    expect(await run(["migrate"], given)).toEqual([
      1,
      expect.stringMatching(
        /^The database cannot be reached: .*authority that is not trusted here\. Name its certificate by sslrootcert/,
      ),
    ]);
    expect(await run(["ping"], given)).toEqual([
      1,
      expect.stringMatching(/tls +failed +the server's certificate comes from .* not trusted here, "Our Authority"/),
    ]);
  });

  it.each(["sslrootcert", "sslcert", "sslkey"])("a file that is not there is told by its parameter, %s", async (name) => {
    const files = { sslrootcert: ours.file, sslcert: ours.file, sslkey: ours.file, [name]: "/no/such/secret.pem" };
    const search = `sslmode=verify-full&${new URLSearchParams(files)}`;
    const line = `The file that ${name} in the database's URL names cannot be read (ENOENT). Correct ${name}, or let the user of this process read the file.\n`;

    expect(await run([name === "sslkey" ? "migrate" : "ping"], search)).toEqual([1, line]);
  });

  it("the service ends with the same line", async () => {
    const search = "sslmode=verify-full&sslrootcert=/no/such/secret.pem";
    const service = startService({ DATABASE_URL: `${cluster.urlThrough(cluster.port)}?${search}` });

    expect([await service.exit, service.output()]).toEqual([
      1,
      expect.stringContaining("The file that sslrootcert in the database's URL"),
    ]);
  });

  it("files that hold no certificate are told, and one of a pair without the other", async () => {
    expect(await run(["ping"], `sslrootcert=${resolve("package.json")}`)).toEqual([
      1,
      expect.stringContaining("have to be certificates"),
    ]);
    expect(await run(["ping"], `sslmode=require&sslcert=${ours.file}`)).toEqual([
      1,
      expect.stringContaining("DATABASE_URL has one of sslcert and sslkey; write both"),
    ]);
  });

  it("where the server lets nobody in without TLS, the message names sslmode", async () => {
    expect(await run(["status"], "sslmode=disable")).toEqual([
      1,
      expect.stringMatching(/wants TLS\. Check the user and sslmode/),
    ]);
  });

  it("a certificate for another host is told as such", async () => {
    cluster.offerTls(ours.sign("DNS:db.example.org"), true);

    for (const verb of ["status", "ping"])
      expect(await run([verb], `sslmode=require&sslrootcert=${ours.file}`)).toEqual([
        1,
        expect.stringContaining("is for another host"),
      ]);
    expect((await run(["status"], "sslmode=no-verify"))[0]).toBe(0);
  });
});
