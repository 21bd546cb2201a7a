// npm run ids: how fast rows go in with ids of version 4 and of version 7, as a table grows, on a PostgreSQL of its own.
import pg from "pg";
import { startOwnPostgres } from "./ownPostgres.mjs";

const ROWS = Number(process.env.ROWS ?? 10_000_000);
const BATCH = 100_000;
/** Each stands for the rows just before it. */
const TOLD = new Set([1_000_000, 2_000_000, 5_000_000, ROWS]);
const WINDOW = 5;

const postgres = await startOwnPostgres();
const client = new pg.Client({ connectionString: postgres.url });
await client.connect();
try {
  console.log(
    "| ids | rows | rows a second, of the last 500,000 | WAL bytes a row | size of the key's index |\n| --- | --- | --- | --- | --- |",
  );
  for (const [name, id] of [
    ["version 4", "gen_random_uuid()"],
    ["version 7", "uuidv7()"],
  ]) {
    await client.query("DROP TABLE IF EXISTS rows");
    await client.query(
      "CREATE TABLE rows (id uuid PRIMARY KEY, user_id uuid NOT NULL, title varchar NOT NULL, created_at timestamptz NOT NULL DEFAULT now())",
    );
    await client.query("CREATE INDEX ix_rows_user_id_created_at_id ON rows (user_id, created_at, id)");
    await client.query("CHECKPOINT");
    const batches = [];
    for (let rows = BATCH; rows <= ROWS; rows += BATCH) {
      const [began, wal] = [performance.now(), await walSoFar()];
      // Few accounts write at once, so that the other index is not what is measured.
      await client.query(
        `INSERT INTO rows (id, user_id, title) SELECT ${id}, md5((n % 1000)::text)::uuid, 'Story ' || n FROM generate_series(1, ${BATCH}) AS n`,
      );
      batches.push({ seconds: (performance.now() - began) / 1000, wal: (await walSoFar()) - wal });
      if (!TOLD.has(rows)) continue;
      const last = batches.slice(-WINDOW);
      const sum = (key) => last.reduce((total, batch) => total + batch[key], 0);
      const {
        rows: [size],
      } = await client.query("SELECT pg_size_pretty(pg_relation_size('rows_pkey')) AS bytes");
      console.log(
        `| ${name} | ${rows} | ${Math.round((WINDOW * BATCH) / sum("seconds"))} | ${Math.round(sum("wal") / (WINDOW * BATCH))} | ${size.bytes} |`,
      );
    }
  }
} finally {
  await client.end();
  await postgres.stop();
}

async function walSoFar() {
  const { rows } = await client.query("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes");
  return Number(rows[0].bytes);
}
