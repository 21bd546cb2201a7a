import type { EntityManager } from "typeorm";
import type { Transact } from "#engine/features";
import { LONGEST_CALL, type TokenUse } from "./TokenUse.js";

const LONGEST = LONGEST_CALL.input + LONGEST_CALL.output;
const MONTH = "date_trunc('month', now() AT TIME ZONE 'UTC')::date";
/** What the month has left for another call. */
const HAS_ROOM = `input_tokens + output_tokens + ${LONGEST} <= $1`;

const IS_SPENT = `SELECT FROM story_spends WHERE month = ${MONTH} AND NOT (${HAS_ROOM})`;
/** One statement, which waits for others at the row: however many processes write, the month's sum stays within the budget. */
const RESERVE = `INSERT INTO story_spends AS spent (month, input_tokens, output_tokens, calls)
    VALUES (${MONTH}, ${LONGEST_CALL.input}, ${LONGEST_CALL.output}, 1)
  ON CONFLICT (month) DO UPDATE SET input_tokens = spent.input_tokens + excluded.input_tokens,
    output_tokens = spent.output_tokens + excluded.output_tokens, calls = spent.calls + 1
    WHERE ${HAS_ROOM.replace(/\b(\w+_tokens)/g, "spent.$1")} RETURNING month::text`;
const SETTLE = `UPDATE story_spends SET input_tokens = input_tokens + $2, output_tokens = output_tokens + $3,
  calls = calls + $4 WHERE month = $1`;

const SPENT = `SELECT input_tokens::float AS input, output_tokens::float AS output, calls::float AS calls
  FROM story_spends WHERE month = ${MONTH}`;

/** What a month has used, with what is reserved. */
export interface Spent {
  readonly input: number;
  readonly output: number;
  readonly calls: number;
}

/**
 * What the stories of a month may use of the service that writes them. The longest call is reserved before it begins, and settled when it has
 * answered. So what a killed process has begun counts, too.
 */
export class StoryBudget {
  constructor(
    private readonly transact: Transact,
    private readonly tokensPerMonth: number,
  ) {}

  /** Whether no further call has room in this month. */
  async isSpent(manager: EntityManager): Promise<boolean> {
    return (await manager.query<unknown[]>(IS_SPENT, [this.tokensPerMonth])).length > 0;
  }

  /** What this month has used until now. */
  async spent(manager: EntityManager): Promise<Spent> {
    const [row] = await manager.query<Spent[]>(SPENT);
    return row ?? { input: 0, output: 0, calls: 0 };
  }

  /** Takes the longest call from the month. @returns the month, or undefined where it has no room. */
  async reserve(manager: EntityManager): Promise<string | undefined> {
    const [row] = await manager.query<{ month: string }[]>(RESERVE, [this.tokensPerMonth]);
    return row?.month;
  }

  /** Replaces what was reserved by what was used. */
  async settle(month: string, { tokens }: TokenUse): Promise<void> {
    const { input, output } = tokens ?? { input: 0, output: 0 };
    const more = [input - LONGEST_CALL.input, output - LONGEST_CALL.output, tokens ? 0 : -1];
    await this.transact((manager) => manager.query(SETTLE, [month, ...more]));
  }
}
