import type { DataSource } from "typeorm";
import { readHistory, type State } from "./history.js";
import type { Report } from "./Report.js";

const MEANINGS: Record<State, string> = {
  applied: "",
  pending: "to be run by migrate",
  "out of order": "to be run by migrate, though a later one has been applied",
  edited: "its file is another than the one that was applied: restore it",
  missing: "applied, but this build does not have it: deploy the build that does, before migrating",
};

/** What was applied and what was not. It writes nothing. */
export async function status(database: DataSource): Promise<Report> {
  const history = await readHistory(database);
  const lines = history.map(({ name, state, appliedAt }) =>
    [state.padEnd(12), name, appliedAt?.toISOString() ?? MEANINGS[state]].join("  ").trimEnd(),
  );
  const count = (state: State) => history.filter((known) => known.state === state).length;
  const others = history.length - count("applied");
  return {
    isGood: others === 0,
    lines: [...lines, others === 0 ? "All are applied." : `${count("applied")} applied, ${others} not.`],
    details: { migrations: history.map(({ name, state, appliedAt }) => ({ name, state, appliedAt })) },
  };
}
