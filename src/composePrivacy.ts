import type { DataSource } from "typeorm";
import { privacyKey } from "./config/privacyKey.js";
import type { Config } from "./config.js";
import { accountTables, personalTexts } from "./entities/accountTables.js";
import { DueErasures } from "./features/privacy/DueErasures.js";
import { Erasures } from "./features/privacy/Erasures.js";
import { Journal } from "./features/privacy/Journal.js";
import { Ledger } from "./features/privacy/Ledger.js";
import { PrivacyKeys } from "./features/privacy/PrivacyKeys.js";
import { Retention } from "./features/privacy/Retention.js";
import { retentionRules } from "./features/privacy/retentionRules.js";
import type { Transact } from "./writes/Writer.js";

export interface PrivacyParts {
  readonly config: Pick<Config, "privacy">;
  readonly database: DataSource;
}

/** Builds the services of erasures and of periods, for the API and for operators' commands. */
export function composeErasures({ config: { privacy }, database }: PrivacyParts, transact: Transact) {
  const metadatas = database?.entityMetadatas ?? [];
  const tables = accountTables(metadatas);
  const rules = { tables, personal: personalTexts(metadatas), isSearchDeep: privacy.isSearchDeep };
  const keys = new PrivacyKeys(() => privacyKey(privacy));
  const ledger = new Ledger(transact, privacy.journal === undefined ? undefined : new Journal(privacy.journal));
  const erasures = new Erasures(transact, ledger, keys, rules);
  const due = new DueErasures(transact, erasures, ledger);
  const retention = new Retention(transact, retentionRules(privacy), () => due.run());
  return { tables, keys, ledger, erasures, retention };
}
