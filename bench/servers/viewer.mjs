// What every peer needs besides its own idiom: the viewer of a token, by one query, as their users write it.
import { createHash } from "node:crypto";

export const VIEWER = `SELECT u.id, u.role FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND s.expires_at > now()`;

export async function viewerOf(pool, authorization) {
  const hash = createHash("sha256")
    .update((authorization ?? "").slice("Bearer ".length))
    .digest();
  const { rows } = await pool.query({ name: "viewer", text: VIEWER, values: [hash] });
  if (!rows[0]) throw new Error("UNAUTHENTICATED");
  return { id: rows[0].id, isAdmin: rows[0].role === "ADMIN" };
}

export const mayRead = (viewer, ownerId) => viewer.isAdmin || viewer.id === ownerId;
/** A keyset cursor with the microseconds that a JavaScript date would lose. */
export const cursorOf = ({ cursorAt, id }) => Buffer.from(`${cursorAt}|${id}`).toString("base64url");
export const placeOf = (cursor) => Buffer.from(cursor, "base64url").toString().split("|");
/** Rows by the key that they were asked for. */
export function grouped(keys, rows, keyOf, most) {
  const groups = new Map(keys.map((key) => [key, []]));
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group && group.length < most) group.push(row);
  }
  return keys.map((key) => groups.get(key));
}
export const inOrder = (keys, rows) => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return keys.map((key) => byId.get(key) ?? null);
};
