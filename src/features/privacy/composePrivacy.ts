import type { ServiceLog, Store } from "#engine/features";
import { privacyKey } from "../../config/privacyKey.js";
import type { Config } from "../../config.js";
import { accountTables, personalTexts } from "../../entities/accountTables.js";
import { SmtpMailer } from "../../mail/SmtpMailer.js";
import { DueErasures } from "./DueErasures.js";
import { Erasures } from "./Erasures.js";
import { Journal } from "./Journal.js";
import { Ledger } from "./Ledger.js";
import { PrivacyKeys } from "./PrivacyKeys.js";
import { Receipts } from "./Receipts.js";
import { Retention } from "./Retention.js";
import { retentionRules } from "./retentionRules.js";
import { UnusedAccounts } from "./UnusedAccounts.js";

/**
 * Makes the services of erasures and of periods, for the API and for operators' commands. None of them is a request's work, so their
 * transactions are in no request's spans and figures.
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
  const receipts = privacy.receipts === undefined ? undefined : new Receipts(privacy.receipts);
  const due = new DueErasures(transact, erasures, ledger, receipts, log);
  const retention = new Retention(transact, retentionRules(privacy), due);
  const unused = new UnusedAccounts(transact, due, mail && new SmtpMailer(mail));
  return { tables, keys, ledger, erasures, retention, unused };
}
