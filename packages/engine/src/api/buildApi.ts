import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import type { ApiSettings } from "../ApiSettings.js";
import { Budget } from "../answering/Budget.js";
import { CostControl } from "../answering/CostControl.js";
import { InputCheck } from "../answering/InputCheck.js";
import { KnownViewers } from "../answering/KnownViewers.js";
import { Mutations } from "../answering/Mutations.js";
import { Operations } from "../answering/Operations.js";
import { Queries } from "../answering/Queries.js";
import { Reader, type RunStatements } from "../answering/Reader.js";
import { slowStatements } from "../answering/slowStatements.js";
import { Compiler } from "../compiler/Compiler.js";
import { readsPublicOnly } from "../compiler/readsPublicOnly.js";
import { apolloServer } from "../documents/apolloServer.js";
import { checkManifest } from "../documents/checkManifest.js";
import { OperationCache } from "../documents/OperationCache.js";
import { operationPlugin } from "../documents/operationPlugin.js";
import { PersistedQueryCache } from "../documents/PersistedQueryCache.js";
import { readManifest } from "../documents/readManifest.js";
import { TrustedDocuments } from "../documents/TrustedDocuments.js";
import { ErrorCode } from "../errors.js";
import type { Deadline } from "../gate/Deadline.js";
import type { Gate } from "../gate/Gate.js";
import type { SentStatement } from "../gate/joinedStatement.js";
import type { Turn } from "../gate/Turn.js";
import { graphqlRoute } from "../http/graphqlRoute.js";
import { healthRoutes } from "../http/healthRoutes.js";
import { httpServer } from "../http/httpServer.js";
import { logOperation } from "../http/logOperation.js";
import { RequestDeadline } from "../http/RequestDeadline.js";
import { reportApolloOperations } from "../http/reportApolloOperations.js";
import { longestInput } from "../inputs/longestInput.js";
import type { Streams } from "../live/Streams.js";
import type { Metrics } from "../metrics/Metrics.js";
import { traced } from "../metrics/traced.js";
import { type PlaygroundOptions, playground } from "../playground/playground.js";
import { buildReplicas } from "../replicas/buildReplicas.js";
import { ReplicaReads } from "../replicas/ReplicaReads.js";
import { versioned } from "../replicas/versioned.js";
import type { ServiceLog } from "../ServiceLog.js";
import { storeOf } from "../writes/Store.js";
import type { ApiDefinition } from "./ApiDefinition.js";
import { buildGate } from "./buildGate.js";
import { buildLive } from "./buildLive.js";
import { describeApi } from "./describeApi.js";
import type { Engine, Features } from "./Features.js";
import { tokenListener } from "./tokenListener.js";

/** What spans of the database say of it, by OpenTelemetry's conventions. */
const POSTGRESQL = { "db.system.name": "postgresql" };
const BATCH_SIZE = "db.operation.batch.size";

/** For the document, beside the longest input. */
const DOCUMENT_BYTES = 64 * 1024;

/** What an API is built of. */
export interface ApiParts extends ApiDefinition {
  readonly settings: ApiSettings;
  readonly log: ServiceLog;
  /** It knows its metadata, and may still be connecting: until it has, operations answer UNAVAILABLE. */
  readonly database: DataSource;
  /** Runs a statement that reads, and returns its rows. */
  readonly runStatement: (statement: SentStatement, turn: Turn) => Promise<readonly (readonly unknown[])[]>;
  /** Undefined when the database can serve. */
  readonly whyNotReady: (gate: Gate) => Promise<string | undefined>;
  readonly playground: PlaygroundOptions;
  /** Adds routes for what is served besides the API. */
  readonly pages?: (http: FastifyInstance) => Promise<void>;
  /** Absent where nobody reads any. */
  readonly metrics?: Metrics | undefined;
}

/** An API that listens to nothing yet. */
export interface BuiltApi {
  readonly http: FastifyInstance;
  readonly features: Features;
  /** Those of live queries, which end first when the service stops. */
  readonly streams: Streams;
}

/** Builds every long-lived object of an API once. */
export async function buildApi(parts: ApiParts): Promise<BuiltApi> {
  const { name, title, constraints, settings, database, log, metrics, runStatement } = parts;
  const access = settings.database.replicas ? versioned(parts.access) : parts.access;
  const viewers = new KnownViewers();
  const noteStatement = metrics && ((ms: number) => metrics.noteStatement(ms));
  const measured =
    (run: ApiParts["runStatement"]) =>
    (statement: SentStatement, turn: Turn, reads = 1) => {
      const attributes = () => ({
        ...POSTGRESQL,
        "db.query.summary": statement.name,
        ...(reads > 1 && { [BATCH_SIZE]: reads }),
      });
      return traced("statement", attributes, () => run(statement, turn), noteStatement);
    };
  const send = measured(runStatement);
  const gate = buildGate(parts, send);
  const engine: Engine = {
    ...storeOf(database, access, constraints, gate, metrics && ((ms) => metrics.noteWrite(ms))),
    hash: (work, deadline) => gate.hash(work, deadline),
    gauge: (name, help, read) => metrics?.gauge(name, help, read),
    count: (name, help, labels) => metrics?.count(name, help, labels) ?? (() => undefined),
    measure: (name, help, buckets) => metrics?.measure(name, help, buckets) ?? (() => undefined),
    log,
  };
  const features = parts.features(engine);
  const { schema, model, mistakes: mistakesOfCode } = describeApi(database, access, features);
  const documents = settings.operationsManifest === undefined ? undefined : readManifest(settings.operationsManifest);
  const limit = { rows: settings.cost.maxRows, bytes: settings.cost.maxAnswerBytes };
  const mistakes = [...mistakesOfCode, ...checkManifest(model, documents, limit)];
  for (const mistake of mistakes) log.error({ mistake }, "The code has a mistake. The service does not become ready.");
  const { budgetRows, budgetRowsPerSecond, processes } = settings.cost;
  const costs = new CostControl(model, limit, new Budget(budgetRows / processes, budgetRowsPerSecond / processes));
  const inWrite = (statement: SentStatement, deadline: Deadline) =>
    gate.write((turn) => send(statement, turn), deadline).then(([row = []]) => row);
  const compiler = new Compiler(model, limit.bytes);
  const replicas = buildReplicas({ settings, database, gate, send, log, measured });
  const reads = new ReplicaReads({
    primary: gate,
    replicas,
    checkOf: (tokenHash) => compiler.check(tokenHash),
    seesOwnOnly: (tokenHash) => viewers.of(tokenHash)?.seesAll === false,
    ...(metrics && { note: (outcome) => metrics.noteReplicaRead(outcome) }),
  });
  const run: RunStatements = {
    read: (statement, deadline, tokenHash) => {
      features.noteRead?.(statement.text);
      return reads.read(statement, deadline, tokenHash);
    },
    write: (statement, deadline, tokenHash) => {
      if (tokenHash) reads.noteWrite(tokenHash);
      return inWrite(statement, deadline);
    },
  };
  const report = slowStatements(log, settings.slowStatementMs);
  const tokens = tokenListener(features, model, viewers, log);
  const reader = new Reader(compiler, run, report, tokens);
  const cache = new OperationCache(model);
  const queries = new Queries(schema, reader);
  const { streams, operationListener, answererOf } = buildLive({ settings, log, metrics, gate });
  const operations = new Operations(
    queries,
    new Mutations(reader, new InputCheck(settings.imageHosts, settings.isProduction)),
    costs,
    mistakes,
    (roots) => readsPublicOnly(model, roots),
    settings.hasPlayground && !settings.isProduction ? inWrite : undefined,
    operationListener,
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
  const reportOperation = metrics ? measuring(metrics) : logOperation;
  const persistedQueries = documents === undefined && new PersistedQueryCache();
  const apollo = apolloServer(schema, settings.hasIntrospection, persistedQueries, [
    operationPlugin(cache, operations, settings.live.isOn),
    reportApolloOperations(reportOperation),
  ]);
  await apollo.start();
  const maxBodyBytes = DOCUMENT_BYTES + longestInput(schema);
  const http = await httpServer({ ...settings, maxBodyBytes, longestArrivalMs: features.slowRequests?.ms }, log);
  if (settings.hasPlayground) await playground(http, { ...parts.playground, name, title });
  await parts.pages?.(http);
  const whyNotReady = async () => (await parts.whyNotReady(gate)) ?? (await features.whyNotReady?.());
  healthRoutes(http, mistakes.length > 0 ? async () => `The code has mistakes: ${mistakes.join(" ")}` : whyNotReady);
  http.addHook("onClose", () => Promise.all(replicas.map((replica) => replica.stop())).then(() => undefined));
  features.routes?.(http, (request, reply) => new RequestDeadline(request, reply.raw));
  const trusted = documents && new TrustedDocuments(documents);
  const live = { model, cache, operations, queries, compiler, costs, tokens, report: reportOperation };
  const answerStream = answererOf(live);
  const route = { ...settings, cookie: `${name}-session` };
  const viewerOf = (tokenHash: Buffer) => viewers.of(tokenHash);
  graphqlRoute(http, apollo, cache, operations, door, viewerOf, answerStream, reportOperation, route, trusted);
  return { http, features, streams };
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
