import type pg from "pg";
import { missingRights, PLANNING, PREPARES_NOTHING, preparesNothing, type Timeouts, timeoutSettings } from "#engine/database";
import { OperationError } from "../OperationError.js";

/** The use of a session. */
export interface Use {
  /** The tables of the service. */
  readonly tables: readonly string[];
  readonly isPreparing: boolean;
  readonly timeouts?: Timeouts;
  /** Whether it reads and writes rows; otherwise it migrates. */
  readonly isServing: boolean;
}

/**
 * Says which server it is, and how the session can be used. @throws OperationError when the service, or its migrations, could not work in
 * it as they are set up.
 */
export async function judgeSession(
  client: pg.Client,
  isPooled: boolean,
  { tables, isPreparing, timeouts, isServing }: Use,
  another: () => Promise<pg.Client>,
): Promise<string> {
  const which = `${await versionOf(client)}, ${isPooled ? `pooled${await adviceOf(client, timeouts)}` : "direct"}`;
  const { serving, migrating } = await missingRights(client, tables);
  const lacking = isServing ? serving : migrating;
  if (lacking.length > 0)
    throw new OperationError(
      `${which}. The role lacks ${lacking.join("; ")}. docs/deployment.md has the GRANTs for ${isServing ? "the service's role" : "the role of the migrations"}.`,
    );
  if (isPooled && isPreparing) {
    const other = await another();
    const isConfused = await preparesNothing(client, other).finally(() => other.end());
    if (isConfused) throw new OperationError(`${which}. ${PREPARES_NOTHING}`);
  }
  return which;
}

/** A pooler lets no session have settings of its own; the role may have them. */
async function adviceOf(client: pg.Client, timeouts: Timeouts | undefined): Promise<string> {
  const wanted: Record<string, number | string> = timeouts ? { ...timeoutSettings(timeouts), ...PLANNING } : {};
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM pg_settings WHERE name = ANY ($1) AND setting IN ('0', 'auto') ORDER BY name",
    [Object.keys(wanted)],
  );
  if (rows.length === 0) return "";
  const missing = rows.map(({ name }) => name);
  const lacks = [
    ...(missing.some((name) => name !== "plan_cache_mode") ? ["Reads have no timeouts here"] : []),
    ...(missing.includes("plan_cache_mode") ? ["Reads that share a statement are planned anew each time"] : []),
  ];
  const statements = missing.map((name) => `ALTER ROLE CURRENT_USER SET ${name} = ${wanted[name]};`);
  return `. ${lacks.join(". ")}, for the pooler drops the settings of sessions. Set them on the role: ${statements.join(" ")}`;
}

async function versionOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: string }>("SELECT split_part(version(), ' on ', 1) AS version");
  return rows[0]?.version ?? "";
}
