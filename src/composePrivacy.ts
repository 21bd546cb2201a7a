import type { DataSource } from "typeorm";
import type { Transact } from "../packages/engine/src/writes/Writer.js";
import { privacyKey } from "./config/privacyKey.js";
import type { Config } from "./config.js";
import { accountTables, personalTexts } from "./entities/accountTables.js";
import { DueErasures } from "./features/privacy/DueErasures.js";
import { Erasures } from "./features/privacy/Erasures.js";
import { Journal } from "./features/privacy/Journal.js";
import { Ledger } from "./features/privacy/Ledger.js";
import { PrivacyKeys } from "./features/privacy/PrivacyKeys.js";
import type { PrivacyLog } from "./features/privacy/PrivacyLog.js";
import { Receipts } from "./features/privacy/Receipts.js";
import { Retention } from "./features/privacy/Retention.js";
import { retentionRules } from "./features/privacy/retentionRules.js";
import { UnusedAccounts } from "./features/privacy/UnusedAccounts.js";
import { SmtpMailer } from "./mail/SmtpMailer.js";

export interface PrivacyParts {
  readonly config: Pick<Config, "privacy" | "mail">;
  readonly database: DataSource;
  /** Where work that no client waits for is logged; absent where nothing of it is done. */
  readonly log?: PrivacyLog;
}

const SILENT: PrivacyLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Builds the services of erasures and of periods, for the API and for operators' commands. */
export function composeErasures({ config: { privacy, mail }, database, log = SILENT }: PrivacyParts, transact: Transact) {
  const metadatas = database?.entityMetadatas ?? [];
  const tables = accountTables(metadatas);
  const rules = { tables, personal: personalTexts(metadatas), isSearchDeep: privacy.isSearchDeep };
  const keys = new PrivacyKeys(() => privacyKey(privacy));
  const ledger = new Ledger(transact, privacy.journal === undefined ? undefined : new Journal(privacy.journal), keys, log);
  const erasures = new Erasures(transact, ledger, keys, rules);
  const receipts = privacy.receipts === undefined ? undefined : new Receipts(privacy.receipts);
  const due = new DueErasures(transact, erasures, ledger, receipts, log);
  const retention = new Retention(transact, retentionRules(privacy), due);
  const unused = new UnusedAccounts(transact, due, mail && new SmtpMailer(mail));
  return { tables, keys, ledger, erasures, retention, unused };
}
