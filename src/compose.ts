import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import { access } from "./access.js";
import { Compiler } from "./compiler/Compiler.js";
import { checkModel } from "./compiler/checkModel.js";
import { describeModel, type Model } from "./compiler/Model.js";
import { readsPublicOnly } from "./compiler/readsPublicOnly.js";
import { composeErasures, type PrivacyParts } from "./composePrivacy.js";
import type { Config } from "./config.js";
import { lookupRunner } from "./database/lookupRunner.js";
import { mostReads } from "./database/mostReads.js";
import { queryRunner } from "./database/queryRunner.js";
import { transactionRunner } from "./database/transactionRunner.js";
import { checkClassification } from "./entities/checkClassification.js";
import { tokenMissing } from "./errors.js";
import { AccountResolver } from "./features/accounts/AccountResolver.js";
import { Accounts } from "./features/accounts/Accounts.js";
import { accountConstraints } from "./features/accounts/accountConstraints.js";
import { failureCounts } from "./features/accounts/failureCounts.js";
import { PasswordCheck } from "./features/accounts/PasswordCheck.js";
import { Passwords } from "./features/accounts/Passwords.js";
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
import { Replay } from "./features/privacy/Replay.js";
import type { Retention } from "./features/privacy/Retention.js";
import { Stories } from "./features/stories/Stories.js";
import { StoryResolver } from "./features/stories/StoryResolver.js";
import { storyConstraints } from "./features/stories/storyConstraints.js";
import { TutorialResolver } from "./features/tutorials/TutorialResolver.js";
import { TutorialStepResolver } from "./features/tutorials/TutorialStepResolver.js";
import { TutorialSteps } from "./features/tutorials/TutorialSteps.js";
import { Tutorials } from "./features/tutorials/Tutorials.js";
import { longestInput } from "./inputs/longestInput.js";
import type { SentStatement } from "./joining/joinedStatement.js";
import { ReadQueue, type SendRead } from "./joining/ReadQueue.js";
import { Budget } from "./server/answering/Budget.js";
import { CostControl } from "./server/answering/CostControl.js";
import type { RunExplain } from "./server/answering/Explanation.js";
import { InputCheck } from "./server/answering/InputCheck.js";
import { Mutations } from "./server/answering/Mutations.js";
import { Operations } from "./server/answering/Operations.js";
import { Queries } from "./server/answering/Queries.js";
import { type Lane, Reader, type RunStatement } from "./server/answering/Reader.js";
import { readOfOthers } from "./server/answering/readOfOthers.js";
import { slowStatements } from "./server/answering/slowStatements.js";
import { apolloServer } from "./server/documents/apolloServer.js";
import { buildApiSchema, type ResolverClass } from "./server/documents/buildApiSchema.js";
import { checkClasses } from "./server/documents/checkClasses.js";
import { checkManifest } from "./server/documents/checkManifest.js";
import { OperationCache } from "./server/documents/OperationCache.js";
import { operationPlugin } from "./server/documents/operationPlugin.js";
import { PersistedQueryCache } from "./server/documents/PersistedQueryCache.js";
import { readManifest } from "./server/documents/readManifest.js";
import { TrustedDocuments } from "./server/documents/TrustedDocuments.js";
import { Admission } from "./server/http/Admission.js";
import { exportRoute } from "./server/http/exportRoute.js";
import { graphqlRoute } from "./server/http/graphqlRoute.js";
import { healthRoutes } from "./server/http/healthRoutes.js";
import { httpServer } from "./server/http/httpServer.js";
import { logOperation } from "./server/http/logOperation.js";
import { reportApolloOperations } from "./server/http/reportApolloOperations.js";
import type { Metrics } from "./server/metrics/Metrics.js";
import { traced } from "./server/metrics/traced.js";
import { type PlaygroundOptions, playground } from "./server/playground/playground.js";
import { ConsentGate } from "./writes/ConsentGate.js";
import { type Transact, Writer } from "./writes/Writer.js";

/** What spans of the database say of it, by OpenTelemetry's conventions. */
const POSTGRESQL = { "db.system.name": "postgresql" };
const MEMBERS = "db.operation.batch.size";

/** For the document, beside the longest input. */
const DOCUMENT_BYTES = 64 * 1024;

/** What a service needs from the outside. */
export interface ServiceParts {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  /** It knows its metadata, and may still be connecting: until it has, operations answer UNAVAILABLE. */
  readonly database: DataSource;
  /** Runs a statement that reads, and hands back its rows. */
  readonly runStatement: (
    statement: SentStatement,
    signal: AbortSignal,
    lane: Lane,
  ) => Promise<readonly (readonly unknown[])[]>;
  /** Undefined when the database can serve. */
  readonly whyNotReady: () => Promise<string | undefined>;
  readonly playground: PlaygroundOptions;
  /** Absent where nobody reads any. */
  readonly metrics?: Metrics;
}

type AccountParts = Pick<ServiceParts, "database" | "metrics"> & { readonly config: Pick<Config, "accounts"> };

/** What PostgreSQL's constraints mean to a client, as the features know it. */
export const constraints = { ...accountConstraints, ...drawingConstraints, ...storyConstraints };

function composeWriter(database: DataSource, metrics?: Metrics): Writer {
  const transact = transactionRunner(database, constraints);
  const note = metrics && ((ms: number) => metrics.noteWrite(ms));
  return new Writer((work, signal) => traced("write", POSTGRESQL, () => transact(work, signal), note), access.viewer);
}

/** The writer of a service that runs: its use is what has the periods carried out. */
function clearingWriter({ transact }: Writer, retention: Retention): Writer {
  const noting: Transact = async (work, signal) => {
    const result = await transact(work, signal);
    retention.noteWrite();
    return result;
  };
  return new Writer(noting, access.viewer);
}

/** The services of accounts, for the API and for operators' commands. */
export function composeAccounts({ config, database }: AccountParts, writer = composeWriter(database)) {
  const { sessionDays, bcryptCost, hashingConcurrency } = config.accounts;
  const sessions = new Sessions(writer, sessionDays);
  const passwords = new Passwords({ cost: bcryptCost, concurrency: hashingConcurrency });
  const check = new PasswordCheck(passwords, new Throttle(failureCounts(queryRunner(database))));
  const lookUp = lookupRunner(database);
  const accounts = new Accounts(lookUp, writer, passwords, check, sessions);
  const signIn = new SignIn(lookUp, writer, passwords, check, sessions);
  return { accounts, signIn, sessions, passwords };
}

/** The services of erasures, copies and periods for operators' commands. */
export function composeOperatorsPrivacy(parts: PrivacyParts) {
  const writer = composeWriter(parts.database);
  const { transact } = writer;
  const { tables, keys, ledger, erasures, retention } = composeErasures(parts, writer.transact);
  const replay = new Replay(transact, erasures, ledger, keys);
  const hasJournal = parts.config.privacy.journal !== undefined;
  const nobodysPassword: ConfirmPassword = () => Promise.reject(tokenMissing());
  const consents = new Consents(writer, nobodysPassword, true);
  return { keys, retention, replay, hasJournal, consents, byEmail: new AccountsByEmail(transact, erasures, tables) };
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
  const plainWriter = composeWriter(parts.database, parts.metrics);
  const writer = clearingWriter(plainWriter, composeErasures(parts, plainWriter.transact).retention);
  const { accounts, signIn, sessions, passwords } = composeAccounts(parts, writer);
  parts.metrics?.watch("hashing_waiting", "Sign-ins and the like that wait for a password's turn", () => passwords.waiting);
  const confirm: ConfirmPassword = (...given) => accounts.confirm(...given);
  const { privacy } = parts.config;
  const { tables, ledger, erasures } = composeErasures(parts, writer.transact);
  const exports = new Exports(lookupRunner(parts.database), writer, tables, confirm, privacy.publicUrl);
  const eraseMe = new EraseMe(writer, erasures, ledger, confirm, privacy.graceDays);
  const { drawings, stories } = parts.config.accounts;
  const consent = new ConsentGate(privacy.consent.requiredUnderAge);
  const consents = new Consents(writer, confirm, privacy.consent.isRecorded);
  const instances = new Map<ResolverClass, object>([
    [UserResolver, new UserResolver()],
    [AccountResolver, new AccountResolver(accounts, signIn, sessions)],
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

/** The schema with the tables under it and the rules of access. Nothing needs to be connected for it. */
export const composeModel = (parts: AccountParts & PrivacyParts): Model =>
  describeModel(composeSchema(parts).schema, parts.database.entityMetadatas, access);

/** Builds every long-lived object of a service once, and hands back its HTTP server, which listens to nothing yet. */
export async function composeService(parts: ServiceParts): Promise<FastifyInstance> {
  const { config, database, log, metrics, runStatement } = parts;
  const { schema, sessions, exports, ledger, adminReads, mistakes: mistakesOfClasses } = composeSchema(parts);
  const model = describeModel(schema, database.entityMetadatas, access);
  const documents = config.operationsManifest === undefined ? undefined : readManifest(config.operationsManifest);
  const limit = { rows: config.cost.maxRows, bytes: config.cost.maxAnswerBytes };
  const mistakes = [
    ...mistakesOfClasses,
    ...checkClassification(database.entityMetadatas),
    ...checkModel(model),
    ...checkManifest(model, documents, limit),
  ];
  for (const mistake of mistakes) log.error({ mistake }, "The code has a mistake. The service does not become ready.");
  const { budgetRows, budgetRowsPerSecond } = config.cost;
  const costs = new CostControl(model, limit, new Budget(budgetRows, budgetRowsPerSecond));
  const noteStatement = metrics && ((ms: number) => metrics.noteStatement(ms));
  const send = (statement: SentStatement, signal: AbortSignal, lane: Lane, members = 1) => {
    const attributes = { ...POSTGRESQL, "db.query.summary": statement.name, ...(members > 1 && { [MEMBERS]: members }) };
    return traced("statement", attributes, () => runStatement(statement, signal, lane), noteStatement);
  };
  const reads = composeReads(parts, (statement, signal, members) => send(statement, signal, "read", members));
  const run: RunStatement = async (statement, signal, lane) =>
    lane === "read" ? reads.read(statement, signal) : ((await send(statement, signal, lane))[0] ?? []);
  const explain: RunExplain = async (statement, signal) => (await runStatement(statement, signal, "read"))[0] ?? [];
  const reader = new Reader(new Compiler(model, limit.bytes), run, slowStatements(log, config.slowStatementMs), {
    // The read itself has succeeded; the next one notes it.
    noteUse: (tokenHash) => sessions.noteUse(tokenHash).catch(() => log.warn("The use of a session could not be noted")),
    noteSight: async (adminId, asked, operation) => {
      const read = readOfOthers(model, asked);
      if (read) await adminReads.note({ ...read, adminId, operation });
    },
    noteViewer: (tokenHash, viewerId) => costs.noteViewer(tokenHash, viewerId),
  });
  const cache = new OperationCache(model);
  const queries = new Queries(schema, reader);
  const mutations = new Mutations(reader, new InputCheck(config.imageHosts, config.isProduction));
  const admission = new Admission(
    new Operations(
      queries,
      mutations,
      costs,
      mistakes,
      (roots) => readsPublicOnly(model, roots),
      config.hasPlayground && !config.isProduction ? explain : undefined,
    ),
    config.requests,
    metrics && ((reason) => metrics.noteRefusal(reason)),
  );
  const report = metrics ? measuring(metrics) : logOperation;
  const persistedQueries = documents === undefined && new PersistedQueryCache();
  const apollo = apolloServer(schema, config.hasIntrospection, persistedQueries, [
    operationPlugin(cache, admission),
    reportApolloOperations(report),
  ]);
  await apollo.start();
  const http = await httpServer({ ...config, maxBodyBytes: DOCUMENT_BYTES + longestInput(schema) }, log);
  if (config.hasPlayground) await playground(http, parts.playground);
  const whyNotReady = async () => (await parts.whyNotReady()) ?? (await whyBehind(ledger));
  healthRoutes(http, mistakes.length > 0 ? async () => `The code has mistakes: ${mistakes.join(" ")}` : whyNotReady);
  exportRoute(http, (token) => exports.open(token));
  graphqlRoute(http, apollo, cache, admission, report, config, documents && new TrustedDocuments(documents));
  return http;
}

const whyBehind = (ledger: Ledger): Promise<string | undefined> =>
  ledger.whyBehind().catch(() => "The journal of erasures cannot be compared with the database. Check PRIVACY_JOURNAL.");

/** The reads that wait for the database, with as many places as it has connections for them. */
function composeReads({ config, database, metrics }: ServiceParts, send: SendRead): ReadQueue {
  const { joinReads, waitMs } = config.requests;
  const reads = new ReadQueue(
    send,
    { join: joinReads, waitMs, places: mostReads(database) },
    metrics && {
      noteMembers: (count) => metrics.noteMembers(count),
      noteAlone: (count) => metrics.noteAlone(count),
      noteRefusal: () => metrics.noteRefusal("wait"),
    },
  );
  metrics?.watch("read_limit", "How many statements of reads may run at once by now", () => reads.limit);
  metrics?.watch("reads_waiting", "Reads that wait for their turn at the database", () => reads.length);
  return reads;
}

/** Counts an operation besides logging it. */
function measuring(metrics: Metrics): typeof logOperation {
  return (context, started, definition, errors) => {
    metrics.noteOperation(performance.now() - started, definition, errors?.[0]?.extensions?.code as string | undefined);
    logOperation(context, started, definition, errors);
  };
}
