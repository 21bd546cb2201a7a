import type { ServiceLog, Store } from "#engine/features";
import { privacyKey } from "../../config/privacyKey.js";
import type { Config } from "../../config.js";
import { accountTables, personalTexts } from "../../entities/accountTables.js";
import { SmtpMailer } from "../../mail/SmtpMailer.js";
import { DueErasures } from "./DueErasures.js";
import { dueRules } from "./dueRules.js";
import { Erasures } from "./Erasures.js";
import { Journal } from "./Journal.js";
import { Ledger } from "./Ledger.js";
import { PrivacyKeys } from "./PrivacyKeys.js";
import { Receipts } from "./Receipts.js";
import { Retention } from "./Retention.js";
import { retentionRules } from "./retentionRules.js";
import { Warnings } from "./Warnings.js";

/**
 * Makes the services of erasures and of periods, for the API and for operators' commands. None of them is a request's work, so their
 * transactions are no span or figure of one.
 */
export function composePrivacy(
  { privacy, mail }: Pick<Config, "privacy" | "mail">,
  { metadatas, transact, log }: Pick<Store, "metadatas" | "transact"> & { readonly log: ServiceLog },
) {
  const tables = accountTables(metadatas);
  const rules = { tables, personal: personalTexts(metadatas), isSearchDeep: privacy.isSearchDeep };
  const keys = new PrivacyKeys(() => privacyKey(privacy));
  const ledger = new Ledger(transact, privacy.journal === undefined ? undefined : new Journal(privacy.journal), keys, log);
  const erasures = new Erasures(transact, ledger, keys, rules);
  // Without its receipt nobody could find an account's pictures any more. So without a folder no such account is warned or erased.
  const receipts = privacy.receipts === undefined ? undefined : new Receipts(privacy.receipts);
  const period = receipts ? privacy.unused : { ...privacy.unused, days: 0 };
  const due = new DueErasures(transact, erasures, ledger, receipts, dueRules(period), log);
  const warnings = new Warnings(transact, period, mail && new SmtpMailer(mail), log);
  const retention = new Retention(transact, retentionRules(privacy), {
    eraseDue: () => due.run(),
    warn: () => warnings.run(),
    preview: () => due.preview(),
  });
  return { tables, keys, ledger, erasures, retention, warnings };
}
