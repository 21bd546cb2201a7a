import type { RunQuery } from "#engine/features";

/** How much a network may owe before it is slowed, in milliseconds. The debt shrinks as time passes. */
const ROOM_MS = 900_000;
/**
 * The cost of one failure for a network: so it has room for 200 at once and then for one in 4.5 s, or for 500 and then for one in 1.8 s.
 */
const OF_STRANGERS_MS = 4_500;
const OF_KNOWN_MS = 1_800;
/** How long a network is known after somebody has signed in from it. */
const KNOWN_MS = 7 * 24 * 60 * 60 * 1000;

const OWED = "SELECT expire::float8 AS until FROM rate_limits WHERE key = $1 AND expire > $2";
/** One statement, so that failures at the same time never owe more than there is room for. */
const OWE = `INSERT INTO rate_limits AS owed (key, points, expire)
  SELECT $1, 1, $2::bigint + CASE WHEN EXISTS (SELECT FROM rate_limits WHERE key = $3 AND expire > $2) THEN $4::bigint ELSE $5 END
  ON CONFLICT (key) DO UPDATE SET points = owed.points + 1, expire = greatest(owed.expire, $2) + excluded.expire - $2
    WHERE owed.expire - $2 < $6
  RETURNING 1`;
/** Written once an hour: many sign in at once from one network. */
const KNOW = `INSERT INTO rate_limits AS known (key, points, expire) VALUES ($1, 1, $2)
  ON CONFLICT (key) DO UPDATE SET expire = excluded.expire WHERE known.expire < excluded.expire - 3600000`;

/**
 * Failures of a network over all accounts, in a bucket that leaks (GCRA): each moves the time until which the network owes. A full bucket
 * takes the next in seconds, so a network is slowed and never locked.
 */
export class NetworkFailures {
  constructor(
    private readonly run: RunQuery,
    private readonly now: () => number = Date.now,
  ) {}

  /** How many milliseconds it takes until the network has room for a failure; 0 where it has. @param key stands for the network. */
  async fullFor(key: string): Promise<number> {
    const now = this.now();
    const [row] = (await this.run({ text: OWED, values: [owedBy(key), now] })).rows as { until: number }[];
    return row ? Math.max(0, row.until - now - ROOM_MS) : 0;
  }

  /** Counts a failure. Whether there was room for it. */
  async add(key: string): Promise<boolean> {
    const values = [owedBy(key), this.now(), knownAs(key), OF_KNOWN_MS, OF_STRANGERS_MS, ROOM_MS];
    return (await this.run({ text: OWE, values })).rows.length > 0;
  }

  /** Notes that somebody has signed in. */
  async noteSuccess(key: string): Promise<void> {
    await this.run({ text: KNOW, values: [knownAs(key), this.now() + KNOWN_MS] });
  }
}

const owedBy = (key: string): string => `network:${key}`;
const knownAs = (key: string): string => `signed-in:${key}`;
