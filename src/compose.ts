import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { access } from "./access.js";
import { Compiler } from "./compiler/Compiler.js";
import { checkModel } from "./compiler/checkModel.js";
import { describeModel, type Model } from "./compiler/Model.js";
import { readsPublicOnly } from "./compiler/readsPublicOnly.js";
import { type AccountParts, composeSchema } from "./composeFeatures.js";
import type { PrivacyParts } from "./composePrivacy.js";
import type { Config } from "./config.js";
import { mostReads } from "./database/mostReads.js";
import { checkClassification } from "./entities/checkClassification.js";
import { longestInput } from "./inputs/longestInput.js";
import type { SentStatement } from "./joining/joinedStatement.js";
import { ReadQueue, type SendRead } from "./joining/ReadQueue.js";
import type { MailQueue } from "./mail/MailQueue.js";
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
  /** Adds routes for what is served besides the API. */
  readonly pages?: (http: FastifyInstance) => Promise<void>;
  /** Absent where nobody reads any. */
  readonly metrics?: Metrics;
  readonly mails: MailQueue;
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
  const { budgetRows, budgetRowsPerSecond, processes } = config.cost;
  const costs = new CostControl(model, limit, new Budget(budgetRows / processes, budgetRowsPerSecond / processes));
  const noteStatement = metrics && ((ms: number) => metrics.noteStatement(ms));
  const send = (statement: SentStatement, signal: AbortSignal, lane: Lane, members = 1) => {
    const attributes = () => ({
      ...POSTGRESQL,
      "db.query.summary": statement.name,
      ...(members > 1 && { [MEMBERS]: members }),
    });
    return traced("statement", attributes, () => runStatement(statement, signal, lane), noteStatement);
  };
  const reads = composeReads(parts, (statement, signal, members) => send(statement, signal, "read", members));
  const run: RunStatement = (statement, asker, lane) =>
    lane === "read" ? reads.read(statement, asker) : send(statement, asker.signal, lane).then(([row = []]) => row);
  const explain: RunExplain = async (statement, signal) => (await runStatement(statement, signal, "read"))[0] ?? [];
  const reader = new Reader(new Compiler(model, limit.bytes), run, slowStatements(log, config.slowStatementMs), {
    // The read itself has succeeded; the next one notes it.
    noteUse: (tokenHash) => sessions.noteUse(tokenHash).catch(() => log.warn("The use of a session could not be noted")),
    noteSight: async (adminId, asked, operation) => {
      const read = readOfOthers(model, asked);
      if (read) await adminReads.note({ ...read, adminId, operation });
    },
    noteViewer: (tokenHash, viewerId, seesAll) => costs.noteViewer(tokenHash, viewerId, seesAll),
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
  metrics?.watch("mails_waiting", "Mails that are on their way or wait to be sent", () => parts.mails.length);
  const report = metrics ? measuring(metrics) : logOperation;
  const persistedQueries = documents === undefined && new PersistedQueryCache();
  const apollo = apolloServer(schema, config.hasIntrospection, persistedQueries, [
    operationPlugin(cache, admission),
    reportApolloOperations(report),
  ]);
  await apollo.start();
  const http = await httpServer({ ...config, maxBodyBytes: DOCUMENT_BYTES + longestInput(schema) }, log);
  if (config.hasPlayground) await playground(http, parts.playground);
  await parts.pages?.(http);
  const whyNotReady = async () => (await parts.whyNotReady()) ?? (await ledger.whyBehind());
  healthRoutes(http, mistakes.length > 0 ? async () => `The code has mistakes: ${mistakes.join(" ")}` : whyNotReady);
  exportRoute(http, (token) => exports.open(token));
  // What was told just before is written down too.
  http.addHook("onClose", () =>
    adminReads
      .writeAll()
      .catch(() => log.error({ reads: adminReads.length }, "What admins have just read could not be written down")),
  );
  graphqlRoute(http, apollo, cache, admission, report, config, documents && new TrustedDocuments(documents));
  return http;
}

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
