import type pg from "pg";
import { LostOptionsError } from "./LostOptionsError.js";

/** Checks each new session, since a pooler may refuse or drop the options. @throws LostOptionsError */
export const refuseLostOptions =
  (asked: ReadonlyMap<string, string>) =>
  async (client: pg.ClientBase): Promise<void> => {
    const lost: string[] = [];
    for (const [name, value] of asked) if (!(await isKept(client, name, value))) lost.push(name);
    if (lost.length > 0)
      throw new LostOptionsError(
        `the pooler drops ${lost.join(", ")} of the options in DATABASE_URL. Set that on the role instead (ALTER ROLE … SET ${lost[0]} = …), or name the database past the pooler.`,
      );
  };

/** PostgreSQL spells the value as it would show it. A setting that only a start can change says nothing here. */
async function isKept(client: pg.ClientBase, name: string, value: string): Promise<boolean> {
  try {
    const { rows } = await client.query<{ kept: string; wanted: string }>(
      "SELECT current_setting($1, true) AS kept, set_config($1, $2, true) AS wanted",
      [name, value],
    );
    return spelled(rows[0]?.kept) === spelled(rows[0]?.wanted);
  } catch {
    return true;
  }
}

const spelled = (value = "") => value.replaceAll(/[\s"]/g, "");
