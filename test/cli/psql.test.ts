import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { describeOnServer } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";
import { urlOf } from "../support/template.js";

describeOnServer("npm run db -- psql", () => {
  it("opens psql on the database", async () => {
    const { code, stdout } = await runProgram("db", ["psql", "-At", "-c", "SELECT current_database()"], {
      DATABASE_URL: urlOf("postgres"),
    });

    expect([code, stdout]).toEqual([0, "postgres\n"]);
  });

  it("opens psql in the schema that the URL names", async () => {
    const url = `${urlOf("postgres")}?options=-c%20search_path%3Dpg_catalog`;

    expect((await runProgram("db", ["psql", "-At", "-c", "SHOW search_path"], { DATABASE_URL: url })).stdout).toBe(
      "pg_catalog\n",
    );
  });
});

describe("psql", () => {
  /** Stands in for the program, and tells what it was given. */
  const given = async (url: string) => {
    const folder = mkdtempSync(join(tmpdir(), "novadraw-fake-"));
    const script = `#!/bin/sh\necho "$PGHOST|$PGPORT|$PGSSLMODE|$(grep -c BEGIN "$PGSSLROOTCERT" 2>/dev/null)"\n`;
    writeFileSync(join(folder, "psql"), script);
    chmodSync(join(folder, "psql"), 0o755);
    const { stdout } = await runProgram("db", ["psql"], {
      DATABASE_URL: url,
      PATH: [folder, process.env.PATH].join(delimiter),
    });
    return stdout.trim().split("|");
  };

  it("is given an IPv6 address without brackets", async () => {
    expect(await given("postgresql://anna@[::1]:5433/db")).toEqual(["::1", "5433", "", ""]);
  });

  it("is given the authorities that the service trusts as a file, which every version reads", async () => {
    const [host, , mode, authorities] = await given("postgresql://anna:s3cret@db.example.org/db?sslmode=require");

    expect([host, mode]).toEqual(["db.example.org", "verify-full"]);
    expect(Number(authorities)).toBeGreaterThan(50);
  });
});
