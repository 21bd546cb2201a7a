import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import { access } from "./access.js";
import { Compiler } from "./compiler/Compiler.js";
import { checkModel } from "./compiler/checkModel.js";
import { describeModel } from "./compiler/Model.js";
import type { Config } from "./config.js";
import { queryRunner } from "./database/queryRunner.js";
import { transactionRunner } from "./database/transactionRunner.js";
import { unavailable } from "./errors.js";
import { AccountResolver } from "./features/accounts/AccountResolver.js";
import { Accounts } from "./features/accounts/Accounts.js";
import { failureCounts } from "./features/accounts/failureCounts.js";
import { PasswordCheck } from "./features/accounts/PasswordCheck.js";
import { Passwords } from "./features/accounts/Passwords.js";
import { Sessions } from "./features/accounts/Sessions.js";
import { SignIn } from "./features/accounts/SignIn.js";
import { Throttle } from "./features/accounts/Throttle.js";
import { UserResolver } from "./features/accounts/UserResolver.js";
import { DrawingResolver } from "./features/drawings/DrawingResolver.js";
import { Drawings } from "./features/drawings/Drawings.js";
import { NodeResolver } from "./features/nodes/NodeResolver.js";
import { MAX_STORY_TEXT, MAX_TITLE } from "./features/stories/limits.js";
import { Stories } from "./features/stories/Stories.js";
import { StoryResolver } from "./features/stories/StoryResolver.js";
import { TutorialResolver } from "./features/tutorials/TutorialResolver.js";
import { TutorialStepResolver } from "./features/tutorials/TutorialStepResolver.js";
import { TutorialSteps } from "./features/tutorials/TutorialSteps.js";
import { Tutorials } from "./features/tutorials/Tutorials.js";
import { InputCheck } from "./server/answering/InputCheck.js";
import { Mutations } from "./server/answering/Mutations.js";
import { Operations } from "./server/answering/Operations.js";
import { Queries } from "./server/answering/Queries.js";
import { Reader, type RunStatement } from "./server/answering/Reader.js";
import { slowStatements } from "./server/answering/slowStatements.js";
import { apolloServer } from "./server/documents/apolloServer.js";
import { buildApiSchema, type ResolverClass } from "./server/documents/buildApiSchema.js";
import { KnownOperations } from "./server/documents/KnownOperations.js";
import { operationPlugin } from "./server/documents/operationPlugin.js";
import { Admission } from "./server/http/Admission.js";
import { graphqlRoute } from "./server/http/graphqlRoute.js";
import { healthRoutes, type Readiness } from "./server/http/healthRoutes.js";
import { httpServer } from "./server/http/httpServer.js";
import { logOperation } from "./server/http/logOperation.js";
import { reportApolloOperations } from "./server/http/reportApolloOperations.js";
import type { Metrics } from "./server/metrics/Metrics.js";
import { traced } from "./server/metrics/traced.js";
import { type PlaygroundOptions, playground } from "./server/playground/playground.js";
import { Writer } from "./writes/Writer.js";

/** What spans of the database say of it, by OpenTelemetry's conventions. */
const POSTGRESQL = { "db.system.name": "postgresql" };

/** While one query has a connection, another is prepared for it. More at once would only wait for connections, out of sight. */
const QUERIES_A_CONNECTION = 2;

/** A character takes 12 bytes of JSON at most: two escapes of a UTF-16 half each. */
const CHARACTER_BYTES = 12;
/** For the document, and for the short fields of an input. */
const DOCUMENT_BYTES = 64 * 1024;
/** The longest story passes whole. A tutorial whose steps are longer than that is sent step by step, since a body is read in one go. */
const MAX_BODY_BYTES = DOCUMENT_BYTES + CHARACTER_BYTES * (2 * MAX_STORY_TEXT + MAX_TITLE);

/** What a service needs from the outside. */
export interface ServiceParts {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  /** It may still be connecting: until it has, operations answer UNAVAILABLE. */
  readonly database: DataSource;
  readonly runStatement: RunStatement;
  readonly readiness: () => Promise<Readiness>;
  readonly playground: PlaygroundOptions;
  /** Absent where nobody reads any. */
  readonly metrics?: Metrics;
}

type AccountParts = Pick<ServiceParts, "database" | "metrics"> & { readonly config: Pick<Config, "accounts"> };

function composeWriter(database: DataSource, metrics?: Metrics): Writer {
  const transact = transactionRunner(database);
  const note = metrics && ((ms: number) => metrics.noteWrite(ms));
  return new Writer((work) => traced("write", POSTGRESQL, () => transact(work), note), access.viewer);
}

/** The services of accounts, for the API and for operators' commands. */
export function composeAccounts({ config, database }: AccountParts, writer = composeWriter(database)) {
  const { sessionDays, bcryptCost, hashingConcurrency } = config.accounts;
  const sessions = new Sessions(writer, sessionDays);
  const passwords = new Passwords({ cost: bcryptCost, concurrency: hashingConcurrency });
  const check = new PasswordCheck(passwords, new Throttle(failureCounts(queryRunner(database))));
  const accounts = new Accounts(database, writer, passwords, check, sessions);
  const signIn = new SignIn(database, writer, passwords, check, sessions);
  return { accounts, signIn, sessions, passwords };
}

/** The resolvers with their services, made by hand, the schema that they name, and what the server needs of the services. */
export function composeSchema(parts: AccountParts): { schema: GraphQLSchema; sessions: Sessions } {
  const writer = composeWriter(parts.database, parts.metrics);
  const { accounts, signIn, sessions, passwords } = composeAccounts(parts, writer);
  parts.metrics?.watch("hashing_waiting", "Sign-ins and the like that wait for a password's turn", () => passwords.waiting);
  const instances = new Map<ResolverClass, object>([
    [UserResolver, new UserResolver()],
    [AccountResolver, new AccountResolver(accounts, signIn, sessions)],
    [TutorialResolver, new TutorialResolver(new Tutorials(writer))],
    [TutorialStepResolver, new TutorialStepResolver(new TutorialSteps(writer))],
    [DrawingResolver, new DrawingResolver(new Drawings(writer))],
    [StoryResolver, new StoryResolver(new Stories(writer))],
    [NodeResolver, new NodeResolver()],
  ]);
  return { schema: buildApiSchema(instances), sessions };
}

/** Builds every long-lived object of a service once, and hands back its HTTP server, which listens to nothing yet. */
export async function composeService(parts: ServiceParts): Promise<FastifyInstance> {
  const { config, database, metrics, runStatement } = parts;
  const { schema, sessions } = composeSchema(parts);
  const compiler = compilerWhenConnected(database, schema);
  const model = () => compiler().model;
  const noteStatement = metrics && ((ms: number) => metrics.noteStatement(ms));
  const run: RunStatement = (statement) =>
    traced("statement", { ...POSTGRESQL, "db.query.summary": statement.name }, () => runStatement(statement), noteStatement);
  const reader = new Reader(compiler, run, slowStatements(parts.log, config.slowStatementMs), (tokenHash) =>
    // The read itself has succeeded; the next one notes it.
    sessions.noteUse(tokenHash).catch(() => parts.log.warn("The use of a session could not be noted")),
  );
  const known = new KnownOperations(schema);
  const operations = new Operations(
    schema,
    new Queries(schema, model, reader),
    new Mutations(model, reader, new InputCheck(config.imageHosts)),
  );
  const admission = new Admission(
    operations,
    { ...config.requests, queriesAtOnce: QUERIES_A_CONNECTION * config.database.poolSize },
    metrics && ((reason) => metrics.noteRefusal(reason)),
  );
  const report = metrics ? measuring(metrics) : logOperation;
  const apollo = apolloServer(schema, config.hasIntrospection, [
    operationPlugin(known, admission),
    reportApolloOperations(report),
  ]);
  await apollo.start();
  const http = await httpServer({ ...config, maxBodyBytes: MAX_BODY_BYTES }, parts.log);
  if (config.hasPlayground) await playground(http, parts.playground);
  healthRoutes(http, parts.readiness);
  graphqlRoute(http, apollo, known, admission, report);
  return http;
}

/** Counts an operation besides logging it. */
function measuring(metrics: Metrics): typeof logOperation {
  return (context, started, definition, errors) => {
    metrics.noteOperation(performance.now() - started, definition, errors?.[0]?.extensions?.code as string | undefined);
    logOperation(context, started, definition, errors);
  };
}

/** TypeORM knows its metadata only once it has connected. */
function compilerWhenConnected(database: DataSource, schema: GraphQLSchema): () => Compiler {
  let compiler: Compiler | undefined;
  return () => {
    if (compiler) return compiler;
    if (!database.isInitialized) throw unavailable();
    const model = describeModel(schema, database.entityMetadatas, access);
    checkModel(model);
    compiler = new Compiler(model);
    return compiler;
  };
}
