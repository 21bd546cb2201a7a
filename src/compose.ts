import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { Budget } from "../packages/engine/src/answering/Budget.js";
import { CostControl } from "../packages/engine/src/answering/CostControl.js";
import { InputCheck } from "../packages/engine/src/answering/InputCheck.js";
import { KnownViewers } from "../packages/engine/src/answering/KnownViewers.js";
import { Mutations } from "../packages/engine/src/answering/Mutations.js";
import { Operations } from "../packages/engine/src/answering/Operations.js";
import { Queries } from "../packages/engine/src/answering/Queries.js";
import { Reader, type RunStatements } from "../packages/engine/src/answering/Reader.js";
import { readOfOthers } from "../packages/engine/src/answering/readOfOthers.js";
import { slowStatements } from "../packages/engine/src/answering/slowStatements.js";
import { Compiler } from "../packages/engine/src/compiler/Compiler.js";
import { checkModel } from "../packages/engine/src/compiler/checkModel.js";
import { describeModel, type Model } from "../packages/engine/src/compiler/Model.js";
import { readsPublicOnly } from "../packages/engine/src/compiler/readsPublicOnly.js";
import { Connections } from "../packages/engine/src/database/Connections.js";
import { apolloServer } from "../packages/engine/src/documents/apolloServer.js";
import { checkManifest } from "../packages/engine/src/documents/checkManifest.js";
import { OperationCache } from "../packages/engine/src/documents/OperationCache.js";
import { operationPlugin } from "../packages/engine/src/documents/operationPlugin.js";
import { PersistedQueryCache } from "../packages/engine/src/documents/PersistedQueryCache.js";
import { readManifest } from "../packages/engine/src/documents/readManifest.js";
import { TrustedDocuments } from "../packages/engine/src/documents/TrustedDocuments.js";
import { ErrorCode } from "../packages/engine/src/errors.js";
import type { Deadline } from "../packages/engine/src/gate/Deadline.js";
import { Gate } from "../packages/engine/src/gate/Gate.js";
import type { SentStatement } from "../packages/engine/src/gate/joinedStatement.js";
import type { SendRead } from "../packages/engine/src/gate/ReadLane.js";
import type { Turn } from "../packages/engine/src/gate/Turn.js";
import { graphqlRoute } from "../packages/engine/src/http/graphqlRoute.js";
import { healthRoutes } from "../packages/engine/src/http/healthRoutes.js";
import { httpServer } from "../packages/engine/src/http/httpServer.js";
import { logOperation } from "../packages/engine/src/http/logOperation.js";
import { reportApolloOperations } from "../packages/engine/src/http/reportApolloOperations.js";
import { longestInput } from "../packages/engine/src/inputs/longestInput.js";
import type { Metrics } from "../packages/engine/src/metrics/Metrics.js";
import { traced } from "../packages/engine/src/metrics/traced.js";
import { type PlaygroundOptions, playground } from "../packages/engine/src/playground/playground.js";
import { ReplicaReads } from "../packages/engine/src/replicas/ReplicaReads.js";
import { access, accessByVersion } from "./access.js";
import { type AccountParts, composeSchema } from "./composeFeatures.js";
import type { PrivacyParts } from "./composePrivacy.js";
import { composeReplicas } from "./composeReplicas.js";
import type { Config } from "./config.js";
import { checkClassification } from "./entities/checkClassification.js";
import { exportRoute } from "./features/privacy/exportRoute.js";
import type { MailQueue } from "./mail/MailQueue.js";
import { raiseVersion } from "./writes/raiseVersion.js";

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
  readonly runStatement: (statement: SentStatement, turn: Turn) => Promise<readonly (readonly unknown[])[]>;
  /** Undefined when the database can serve. */
  readonly whyNotReady: (gate: Gate) => Promise<string | undefined>;
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
  const viewers = new KnownViewers();
  const noteStatement = metrics && ((ms: number) => metrics.noteStatement(ms));
  const measured =
    (run: ServiceParts["runStatement"]) =>
    (statement: SentStatement, turn: Turn, members = 1) => {
      const attributes = () => ({
        ...POSTGRESQL,
        "db.query.summary": statement.name,
        ...(members > 1 && { [MEMBERS]: members }),
      });
      return traced("statement", attributes, () => run(statement, turn), noteStatement);
    };
  const send = measured(runStatement);
  const gate = composeGate(parts, send, viewers);
  const {
    schema,
    sessions,
    exports,
    ledger,
    adminReads,
    mistakes: mistakesOfClasses,
  } = composeSchema({
    ...parts,
    gate,
    ...(config.database.replicas && { raiseVersion }),
  });
  const model = describeModel(schema, database.entityMetadatas, config.database.replicas ? accessByVersion : access);
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
  const costs = new CostControl(model, limit, new Budget(budgetRows / processes, budgetRowsPerSecond / processes), viewers);
  const inWrite = (statement: SentStatement, deadline: Deadline) =>
    gate.write((turn) => send(statement, turn), deadline).then(([row = []]) => row);
  const compiler = new Compiler(model, limit.bytes);
  const replicas = composeReplicas({ ...parts, gate, send, measured, viewerOf: (tokenHash) => viewers.of(tokenHash)?.id });
  const reads = new ReplicaReads({
    primary: gate,
    replicas,
    checkOf: (tokenHash) => compiler.check(tokenHash),
    seesOwnOnly: (tokenHash) => viewers.of(tokenHash)?.seesAll === false,
    ...(metrics && { note: (outcome) => metrics.noteReplicaRead(outcome) }),
  });
  const run: RunStatements = {
    read: (statement, deadline, tokenHash) => reads.read(statement, deadline, tokenHash),
    write: (statement, deadline, tokenHash) => {
      if (tokenHash) reads.noteWrite(tokenHash);
      return inWrite(statement, deadline);
    },
  };
  const reader = new Reader(compiler, run, slowStatements(log, config.slowStatementMs), {
    // The read itself has succeeded; the next one notes it.
    noteUse: (tokenHash, deadline) =>
      sessions.noteUse(tokenHash, deadline).catch(() => log.warn("The use of a session could not be noted")),
    noteSight: async (adminId, asked, operation) => {
      const read = readOfOthers(model, asked);
      if (read) await adminReads.note({ ...read, adminId, operation });
    },
    noteViewer: (tokenHash, id, seesAll) => viewers.note(tokenHash, { id, seesAll }),
  });
  const cache = new OperationCache(model);
  const queries = new Queries(schema, reader);
  const mutations = new Mutations(reader, new InputCheck(config.imageHosts, config.isProduction));
  const operations = new Operations(
    queries,
    mutations,
    costs,
    mistakes,
    (roots) => readsPublicOnly(model, roots),
    config.hasPlayground && !config.isProduction ? inWrite : undefined,
  );
  const door = {
    get isCrowded() {
      return gate.isCrowded;
    },
    isFullFor(network: () => string) {
      const isFull = gate.isFullFor(network);
      if (isFull) metrics?.noteRefusal("full");
      return isFull;
    },
  };
  metrics?.watch("mails_waiting", "Mails that are on their way or wait to be sent", () => parts.mails.length);
  const report = metrics ? measuring(metrics) : logOperation;
  const persistedQueries = documents === undefined && new PersistedQueryCache();
  const apollo = apolloServer(schema, config.hasIntrospection, persistedQueries, [
    operationPlugin(cache, operations),
    reportApolloOperations(report),
  ]);
  await apollo.start();
  const http = await httpServer({ ...config, maxBodyBytes: DOCUMENT_BYTES + longestInput(schema) }, log);
  if (config.hasPlayground) await playground(http, parts.playground);
  await parts.pages?.(http);
  const whyNotReady = async () => (await parts.whyNotReady(gate)) ?? (await ledger.whyBehind());
  healthRoutes(http, mistakes.length > 0 ? async () => `The code has mistakes: ${mistakes.join(" ")}` : whyNotReady);
  exportRoute(http, (token, deadlineOfStep) => exports.open(token, deadlineOfStep));
  http.addHook("onClose", () => Promise.all(replicas.map((replica) => replica.stop())).then(() => undefined));
  // What was told just before is written down too.
  http.addHook("onClose", () =>
    adminReads
      .writeAll()
      .catch(() => log.error({ reads: adminReads.length }, "What admins have just read could not be written down")),
  );
  graphqlRoute(http, apollo, cache, operations, door, report, config, documents && new TrustedDocuments(documents));
  return http;
}

/** Where all work waits. */
function composeGate({ config, database, metrics }: ServiceParts, send: SendRead, viewers: KnownViewers): Gate {
  const { joinReads, ...limits } = config.requests;
  const connections = Connections.of(database);
  const gate = new Gate(
    { ...limits, join: joinReads, connections: connections.most, hashes: config.accounts.hashingConcurrency },
    {
      send,
      roundTripMs: () => connections.roundTripMs,
      viewerOf: (tokenHash) => viewers.of(tokenHash)?.id,
      ...(metrics && {
        noteMembers: (count) => metrics.noteMembers(count),
        noteAlone: (count) => metrics.noteAlone(count),
      }),
    },
  );
  metrics?.watch("read_limit", "How many short statements of reads may run at once by now", () => gate.readLimit);
  metrics?.watch("reads_waiting", "Reads that wait for their turn at the database", () => gate.waiting.read);
  metrics?.watch("writes_waiting", "Writes that wait for a connection to the database", () => gate.waiting.write);
  metrics?.watch("lookups_waiting", "Look-ups that wait for a connection to the database", () => gate.waiting.lookUp);
  metrics?.watch("hashing_waiting", "Sign-ins and the like that wait for a password's turn", () => gate.waiting.hash);
  return gate;
}

/** Counts an operation besides logging it. */
function measuring(metrics: Metrics): typeof logOperation {
  return (context, started, definition, errors) => {
    const { code, reason } = errors?.[0]?.extensions ?? {};
    metrics.noteOperation(performance.now() - started, definition, code as string | undefined);
    if (code === ErrorCode.UNAVAILABLE) metrics.noteRefusal(String(reason));
    logOperation(context, started, definition, errors);
  };
}
