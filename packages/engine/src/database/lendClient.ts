import type pg from "pg";
import type { Lent } from "./Connections.js";

/** A connection as pg has it. */
export async function lendClient(pool: pg.Pool): Promise<Lent> {
  const client = await pool.connect();
  return { client, release: (isBroken) => client.release(isBroken) };
}
