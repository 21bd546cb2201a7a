import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import { access } from "./access.js";
import { Compiler } from "./compiler/Compiler.js";
import { checkModel } from "./compiler/checkModel.js";
import { describeModel } from "./compiler/Model.js";
import type { Config } from "./config.js";
import { unavailable } from "./errors.js";
import { AccountResolver } from "./features/accounts/AccountResolver.js";
import { Sessions } from "./features/accounts/Sessions.js";
import { SignIn } from "./features/accounts/SignIn.js";
import { UserResolver } from "./features/accounts/UserResolver.js";
import { DrawingResolver } from "./features/drawings/DrawingResolver.js";
import { NodeResolver } from "./features/nodes/NodeResolver.js";
import { StoryResolver } from "./features/stories/StoryResolver.js";
import { TutorialResolver } from "./features/tutorials/TutorialResolver.js";
import { apolloServer } from "./server/apolloServer.js";
import { buildApiSchema, type ResolverClass } from "./server/buildApiSchema.js";
import { graphqlRoute } from "./server/graphqlRoute.js";
import { healthRoutes, type Readiness } from "./server/healthRoutes.js";
import { httpServer } from "./server/httpServer.js";
import { KnownOperations } from "./server/KnownOperations.js";
import { logApolloOperations } from "./server/logOperation.js";
import { Mutations } from "./server/Mutations.js";
import { Operations } from "./server/Operations.js";
import { operationPlugin } from "./server/operationPlugin.js";
import { type PlaygroundOptions, playground } from "./server/playground.js";
import { Queries } from "./server/Queries.js";
import { Reader, type RunStatement } from "./server/Reader.js";
import { slowStatements } from "./server/slowStatements.js";

/** What a service needs from the outside. */
export interface ServiceParts {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  /** It may still be connecting: until it has, operations answer UNAVAILABLE. */
  readonly database: DataSource;
  readonly runStatement: RunStatement;
  readonly readiness: () => Promise<Readiness>;
  readonly playground: PlaygroundOptions;
}

/** The resolvers with their services, made by hand, and the schema that they name. */
export function composeSchema(database: DataSource): GraphQLSchema {
  const sessions = new Sessions(database);
  const instances = new Map<ResolverClass, object>([
    [UserResolver, new UserResolver()],
    [AccountResolver, new AccountResolver(new SignIn(database, sessions))],
    [TutorialResolver, new TutorialResolver()],
    [DrawingResolver, new DrawingResolver()],
    [StoryResolver, new StoryResolver()],
    [NodeResolver, new NodeResolver()],
  ]);
  return buildApiSchema(instances);
}

/** Builds every long-lived object of a service once, and hands back its HTTP server, which listens to nothing yet. */
export async function composeService(parts: ServiceParts): Promise<FastifyInstance> {
  const { config, database } = parts;
  const schema = composeSchema(database);
  const compiler = compilerWhenConnected(database, schema);
  const model = () => compiler().model;
  const reader = new Reader(compiler, parts.runStatement, slowStatements(parts.log, config.slowStatementMs));
  const known = new KnownOperations(schema);
  const operations = new Operations(schema, new Queries(schema, model, reader), new Mutations(model, reader));
  const apollo = apolloServer(schema, config.hasIntrospection, [operationPlugin(known, operations), logApolloOperations]);
  await apollo.start();
  const http = await httpServer(config, parts.log);
  http.addHook("onClose", () => apollo.stop());
  if (config.hasPlayground) await playground(http, parts.playground);
  healthRoutes(http, parts.readiness);
  graphqlRoute(http, apollo, known, operations);
  return http;
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
