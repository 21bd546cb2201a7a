import type { DataSource } from "typeorm";
import { operatorsEngine, type ServiceLog, tokenMissing } from "#engine/features";
import { access } from "./access.js";
import type { Config } from "./config.js";
import { constraints } from "./constraints.js";
import { composeAccounts } from "./features/accounts/composeAccounts.js";
import { composePictures } from "./features/pictures/composePictures.js";
import { AccountsByEmail } from "./features/privacy/AccountsByEmail.js";
import type { ConfirmPassword } from "./features/privacy/ConfirmPassword.js";
import { Consents } from "./features/privacy/Consents.js";
import { composePrivacy } from "./features/privacy/composePrivacy.js";
import { Exports } from "./features/privacy/Exports.js";
import { Replay } from "./features/privacy/Replay.js";
import { StoryBudget } from "./features/storyWriting/StoryBudget.js";
import { StoryOversight } from "./features/storyWriting/StoryOversight.js";
import { ConsentGate } from "./writes/ConsentGate.js";

export type OperatorsServices = ReturnType<typeof operatorsServices>;

/** The services of operators' commands. @param log for work that no client waits for. */
export function operatorsServices(
  config: Pick<Config, "accounts" | "privacy" | "mail" | "pictures" | "stories">,
  database: DataSource,
  log?: ServiceLog,
) {
  const engine = operatorsEngine(database, { access, constraints }, log);
  const { writer, transact } = engine;
  const { tables, keys, ledger, erasures, retention, unused } = composePrivacy(config, engine);
  const provider = config.stories?.provider;
  const nobodysPassword: ConfirmPassword = () => Promise.reject(tokenMissing());
  const exports = new Exports(transact, writer, tables, nobodysPassword, undefined);
  // Operators' commands are asked for no consent.
  const nobodysConsent = new ConsentGate();
  return {
    ...composeAccounts(config, engine, nobodysConsent),
    pictures: composePictures(config, engine, nobodysConsent),
    stories: new StoryOversight(transact, provider && new StoryBudget(transact, provider.tokensPerMonth)),
    consents: new Consents(writer, nobodysPassword, true),
    byEmail: new AccountsByEmail(transact, erasures, exports),
    replay: new Replay(transact, erasures, ledger, keys),
    hasJournal: config.privacy.journal !== undefined,
    hasReceipts: config.privacy.receipts !== undefined,
    keys,
    retention,
    unused,
  };
}
