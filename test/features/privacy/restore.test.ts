import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { type EmptyDatabase, emptyDatabase } from "../../support/emptyDatabase.js";
import { describeOnServer } from "../../support/onServer.js";
import { runProgram } from "../../support/runProgram.js";
import { killStarted, startService } from "../../support/startService.js";

const password = "a secret of mine";
const PRIVACY_KEY = "a secret that only the tests know";

/** docs/guarantees.md#p4 */
describeOnServer("a backup that is restored", () => {
  it("is refused until the erasures since have been repeated: dump, erase, restore, refuse, replay, gone", async () => {
    const folder = mkdtempSync(join(tmpdir(), "novadraw-restore-"));
    const dump = join(folder, "dump");
    const [before, restored] = [await emptyDatabase(), await emptyDatabase()];
    const environment = (database: EmptyDatabase) => ({
      DATABASE_URL: database.url,
      PRIVACY_JOURNAL: join(folder, "journal"),
      PRIVACY_KEY,
    });
    await runProgram("db", ["migrate"], environment(before));
    await before.query("INSERT INTO users (email, password) VALUES ('anna@example.org', $1), ('ben@example.org', $1)", [
      bcrypt.hashSync(password, 4),
    ]);

    execFileSync("pg_dump", ["-Fc", "-f", dump, before.url]);
    const erased = await runProgram("privacy", ["erase", "anna@example.org", "--yes"], environment(before));
    execFileSync("pg_restore", ["--no-owner", "-d", restored.url, dump]);
    const service = startService(environment(restored));
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/Not ready\. The journal has 1 erasure |"msg":"ready"/);
    const refused = await fetch(`${address}/readyz`);
    const replayed = await runProgram("privacy", ["replay"], environment(restored));
    const ready = await fetch(`${address}/readyz`);
    const accounts = await restored.query("SELECT email FROM users");
    const again = await runProgram("privacy", ["replay"], environment(restored));
    killStarted();

    expect(erased.code).toBe(0);
    expect([refused.status, (await refused.json()).reason]).toEqual([503, expect.stringContaining("privacy -- replay")]);
    expect(replayed.output).toContain("lacked: 1. Accounts that were there again and are erased: 1.");
    expect([ready.status, accounts]).toEqual([200, [{ email: "ben@example.org" }]]);
    expect(again.output).toContain("lacked: 0.");
    const [ledger] = await restored.query<{ id: string }>("SELECT id FROM erasures");
    expect(ledger?.id).toBe(JSON.parse(erased.stdout).id);
    await before.drop();
    await restored.drop();
    rmSync(folder, { recursive: true });
  });
});
