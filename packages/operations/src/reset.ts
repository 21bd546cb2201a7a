import type { DataSource } from "typeorm";
import { type Agreement, confirmLosses } from "./agreement.js";
import { lossOfTable } from "./losses.js";
import { migrate } from "./migrate.js";
import { OperationError } from "./OperationError.js";
import { dropOwn, ownObjects } from "./ownObjects.js";
import type { Progress, Report } from "./Report.js";
import { inTransaction } from "./underLock.js";

/** Loads the app's demo data, unless it is there. */
export type LoadDemo = (database: DataSource) => Promise<void>;

/**
 * Drops what our migrations have made in the current schema, migrates it anew, and loads the demo data, though not in production. Nothing
 * else is dropped.
 * @throws OperationError, before anything is dropped, when nobody agreed, when a foreign object has a name that we need, or depends on
 * one of ours.
 */
export async function reset(database: DataSource, say: Progress, agreement: Agreement, load: LoadDemo): Promise<Report> {
  const { own, inTheWay, foreign } = await ownObjects(database);
  if (inTheWay.length > 0)
    throw new OperationError(
      `These have names that the migrations need, and no migration that was applied here made them: ${inTheWay.join(", ")}. Nothing was dropped. Move them, or give this service a schema of its own.`,
    );
  const losses = await Promise.all(own.filter(({ kind }) => kind === "table").map(({ name }) => lossOfTable(database, name)));
  await confirmLosses(
    database,
    losses.filter((loss) => loss !== undefined),
    agreement,
    say,
  );
  say("Dropping what the migrations made …");
  await inTransaction(database, say, (runner) => dropOwn(runner, own));
  await migrate(database, say, { agreement });
  const seeded = agreement.isProduction ? WITHOUT_DEMO : await seed(database, say, agreement, load);
  return {
    ...seeded,
    lines: [
      ...(foreign.length > 0 ? [`Left as they are, because they are not ours: ${foreign.join(", ")}.`] : []),
      ...seeded.lines,
    ],
    details: { dropped: own.map(({ kind, name }) => `${kind} ${name}`), left: foreign },
  };
}

const WITHOUT_DEMO: Report = { isGood: true, lines: ["Reset. The demo data is not for production."], details: {} };

/**
 * Loads the demo data, unless it is there. @throws OperationError in production, because the passwords of its accounts are public, an
 * admin's among them.
 */
export async function seed(
  database: DataSource,
  say: Progress,
  { isProduction }: Pick<Agreement, "isProduction">,
  load: LoadDemo,
): Promise<Report> {
  if (isProduction)
    throw new OperationError(
      "The demo data has an admin whose password everybody knows, so it is not loaded where NODE_ENV is production. Nothing was done.",
    );
  say("Loading the demo data …");
  await load(database);
  return { isGood: true, lines: ["The demo data is there."], details: { seeded: true } };
}
