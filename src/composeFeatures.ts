import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import { lookupRunner } from "../packages/engine/src/database/lookupRunner.js";
import { queryRunner } from "../packages/engine/src/database/queryRunner.js";
import { transactionRunner } from "../packages/engine/src/database/transactionRunner.js";
import { buildApiSchema, type ResolverClass } from "../packages/engine/src/documents/buildApiSchema.js";
import { checkClasses } from "../packages/engine/src/documents/checkClasses.js";
import { tokenMissing } from "../packages/engine/src/errors.js";
import type { Gate } from "../packages/engine/src/gate/Gate.js";
import type { Metrics } from "../packages/engine/src/metrics/Metrics.js";
import { traced } from "../packages/engine/src/metrics/traced.js";
import { type RaiseVersion, type Transact, Writer } from "../packages/engine/src/writes/Writer.js";
import { access } from "./access.js";
import { composeErasures, type PrivacyParts } from "./composePrivacy.js";
import type { Config } from "./config.js";
import { AccountMails } from "./features/accounts/AccountMails.js";
import { AccountResolver } from "./features/accounts/AccountResolver.js";
import { Accounts } from "./features/accounts/Accounts.js";
import { accountConstraints } from "./features/accounts/accountConstraints.js";
import { failureCounts, mailCounts } from "./features/accounts/failureCounts.js";
import { MailThrottle } from "./features/accounts/MailThrottle.js";
import { OneTimeLinks } from "./features/accounts/OneTimeLinks.js";
import { OneTimeTokens } from "./features/accounts/OneTimeTokens.js";
import { PasswordCheck } from "./features/accounts/PasswordCheck.js";
import { Passwords } from "./features/accounts/Passwords.js";
import { Recovery } from "./features/accounts/Recovery.js";
import { RecoveryResolver } from "./features/accounts/RecoveryResolver.js";
import { Sessions } from "./features/accounts/Sessions.js";
import { SignIn } from "./features/accounts/SignIn.js";
import { Throttle } from "./features/accounts/Throttle.js";
import { UserResolver } from "./features/accounts/UserResolver.js";
import { DrawingResolver } from "./features/drawings/DrawingResolver.js";
import { Drawings } from "./features/drawings/Drawings.js";
import { drawingConstraints } from "./features/drawings/drawingConstraints.js";
import { NodeResolver } from "./features/nodes/NodeResolver.js";
import { AccountsByEmail } from "./features/privacy/AccountsByEmail.js";
import { AdminReads } from "./features/privacy/AdminReads.js";
import type { ConfirmPassword } from "./features/privacy/ConfirmPassword.js";
import { Consents } from "./features/privacy/Consents.js";
import { EraseMe } from "./features/privacy/EraseMe.js";
import { Exports } from "./features/privacy/Exports.js";
import type { Ledger } from "./features/privacy/Ledger.js";
import { PrivacyResolver } from "./features/privacy/PrivacyResolver.js";
import { privacyConstraints } from "./features/privacy/privacyConstraints.js";
import { Replay } from "./features/privacy/Replay.js";
import type { Retention } from "./features/privacy/Retention.js";
import { Stories } from "./features/stories/Stories.js";
import { StoryResolver } from "./features/stories/StoryResolver.js";
import { storyConstraints } from "./features/stories/storyConstraints.js";
import { TutorialResolver } from "./features/tutorials/TutorialResolver.js";
import { TutorialStepResolver } from "./features/tutorials/TutorialStepResolver.js";
import { TutorialSteps } from "./features/tutorials/TutorialSteps.js";
import { Tutorials } from "./features/tutorials/Tutorials.js";
import type { MailQueue } from "./mail/MailQueue.js";
import { SmtpMailer } from "./mail/SmtpMailer.js";
import { ConsentGate } from "./writes/ConsentGate.js";

/** What the services of accounts need from the outside. */
export interface AccountParts {
  readonly config: Pick<Config, "accounts" | "mail">;
  readonly database: DataSource;
  /** Sends what the features have to tell. Absent for operators' commands, which tell it themselves. */
  readonly mails?: MailQueue;
  readonly metrics?: Metrics;
  /** Where work waits; absent for operators' commands, which do one thing after the other. */
  readonly gate?: Gate;
  /** Absent where no replica answers. */
  readonly raiseVersion?: RaiseVersion;
}

/** What PostgreSQL's constraints mean to a client, as the features know it. */
export const constraints = { ...accountConstraints, ...drawingConstraints, ...privacyConstraints, ...storyConstraints };

function composeWriter(database: DataSource, gate?: Gate, metrics?: Metrics, raise?: RaiseVersion): Writer {
  const transact = transactionRunner(database, constraints, gate);
  const note = metrics && ((ms: number) => metrics.noteWrite(ms));
  return new Writer(
    (work, deadline) =>
      traced(
        "write",
        () => ({ "db.system.name": "postgresql" }),
        () => transact(work, deadline),
        note,
      ),
    access.viewer,
    raise,
  );
}

/** The writer of a service that runs: its use is what has the periods carried out. */
function clearingWriter({ transact, raiseVersion }: Writer, retention: Retention): Writer {
  const noting: Transact = async (work, deadline) => {
    const result = await transact(work, deadline);
    retention.noteWrite();
    return result;
  };
  return new Writer(noting, access.viewer, raiseVersion);
}

/** The services of accounts, for the API and for operators' commands. */
export function composeAccounts(
  { config, database, mails: queue, gate }: AccountParts,
  writer = composeWriter(database),
  consent = new ConsentGate(),
) {
  const { sessionDays, bcryptCost } = config.accounts;
  const { pages, minutes } = config.accounts.links;
  const sessions = new Sessions(writer, sessionDays);
  const passwords = new Passwords(bcryptCost, gate && ((work, deadline) => gate.hash(work, deadline)));
  const check = new PasswordCheck(passwords, new Throttle(failureCounts(queryRunner(database, gate))));
  const lookUp = lookupRunner(database, gate);
  const tokens = new OneTimeTokens(minutes);
  const links = new OneTimeLinks(writer.transact, tokens, pages);
  const throttle = new MailThrottle(mailCounts(queryRunner(database, gate)));
  const mails = new AccountMails(queue && config.mail && { queue, mailer: new SmtpMailer(config.mail) }, links, throttle);
  const accounts = new Accounts(lookUp, writer, passwords, check, sessions, tokens, mails, consent);
  const signIn = new SignIn(lookUp, writer, passwords, check, sessions);
  const recovery = new Recovery(lookUp, writer, { passwords, check, sessions, tokens, throttle, mails });
  return { accounts, signIn, sessions, passwords, recovery, links };
}

/** The services of erasures, copies and periods for operators' commands. */
export function composeOperatorsPrivacy(parts: PrivacyParts) {
  const writer = composeWriter(parts.database);
  const { transact } = writer;
  const { tables, keys, ledger, erasures, retention, unused } = composeErasures(parts, writer.transact);
  const replay = new Replay(transact, erasures, ledger, keys);
  const hasJournal = parts.config.privacy.journal !== undefined;
  const hasReceipts = parts.config.privacy.receipts !== undefined;
  const nobodysPassword: ConfirmPassword = () => Promise.reject(tokenMissing());
  const consents = new Consents(writer, nobodysPassword, true);
  const exports = new Exports(transact, writer, tables, nobodysPassword, undefined);
  const byEmail = new AccountsByEmail(transact, erasures, exports);
  return { keys, retention, unused, replay, hasJournal, hasReceipts, consents, byEmail };
}

/** What is made of the resolver classes and their services. */
interface ComposedSchema {
  readonly schema: GraphQLSchema;
  readonly sessions: Sessions;
  readonly exports: Exports;
  readonly ledger: Ledger;
  readonly adminReads: AdminReads;
  /** Mistakes of programmers in the classes. */
  readonly mistakes: readonly string[];
}

/** The resolvers with their services, made by hand, the schema that they name, and what the server needs of the services. */
export function composeSchema(parts: AccountParts & PrivacyParts): ComposedSchema {
  // What has reached its period is no request's work, so it is no span or figure of one.
  const { retention } = composeErasures(parts, transactionRunner(parts.database, constraints, parts.gate));
  const writer = clearingWriter(composeWriter(parts.database, parts.gate, parts.metrics, parts.raiseVersion), retention);
  const consent = new ConsentGate(parts.config.privacy.consent.requiredUnderAge);
  const { accounts, signIn, sessions, recovery } = composeAccounts(parts, writer, consent);
  const confirm: ConfirmPassword = (...given) => accounts.confirm(...given);
  const { privacy } = parts.config;
  const { tables, ledger, erasures } = composeErasures(parts, writer.transact);
  const exports = new Exports(lookupRunner(parts.database, parts.gate), writer, tables, confirm, privacy.publicUrl);
  const eraseMe = new EraseMe(writer, erasures, ledger, confirm, privacy.graceDays);
  const { drawings, stories } = parts.config.accounts;
  const consents = new Consents(writer, confirm, privacy.consent.isRecorded);
  const instances = new Map<ResolverClass, object>([
    [UserResolver, new UserResolver()],
    [AccountResolver, new AccountResolver(accounts, signIn, sessions)],
    [RecoveryResolver, new RecoveryResolver(recovery)],
    [TutorialResolver, new TutorialResolver(new Tutorials(writer))],
    [TutorialStepResolver, new TutorialStepResolver(new TutorialSteps(writer))],
    [DrawingResolver, new DrawingResolver(new Drawings(writer, drawings, consent))],
    [StoryResolver, new StoryResolver(new Stories(writer, stories, consent))],
    [NodeResolver, new NodeResolver()],
    [PrivacyResolver, new PrivacyResolver(exports, eraseMe, consents)],
  ]);
  return {
    schema: buildApiSchema(instances),
    sessions,
    exports,
    ledger,
    adminReads: new AdminReads(writer.transact),
    mistakes: checkClasses(new Set(instances.keys())),
  };
}
