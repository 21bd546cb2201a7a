import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { formatError } from "../answering/formatError.js";
import type { Model } from "../compiler/Model.js";
import type { Operation } from "../compiler/Operation.js";
import { limitRules } from "./limitRules.js";
import { MAX_TOKENS } from "./limits.js";
import type { OperationCache } from "./OperationCache.js";

/** The live query of a document, or why it is none that can be answered. */
export type ReadSubscription = { readonly operation: Operation } | { readonly errors: readonly GraphQLFormattedError[] };

/** Reads documents of subscriptions, which Apollo Server would answer in JSON alone. */
export class SubscriptionDocuments {
  constructor(
    private readonly model: Model,
    private readonly cache: OperationCache,
    private readonly hasIntrospection: boolean,
  ) {}

  /** Undefined where the document asks for something else. */
  read(query: string, operationName?: string): ReadSubscription | undefined {
    const known = this.cache.find(query, operationName);
    if (known) return known.liveAs === undefined ? undefined : { operation: known };
    if (!/\bsubscription\b/.test(query)) return undefined;
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: MAX_TOKENS });
    } catch (error) {
      return { errors: [this.told(error as GraphQLError, "GRAPHQL_PARSE_FAILED")] };
    }
    const definition = getOperationAST(document, operationName);
    if (definition?.operation !== OperationTypeNode.SUBSCRIPTION) return undefined;
    const errors = validate(this.model.schema, document, [...specifiedRules, ...limitRules]);
    if (errors.length > 0) return { errors: errors.map((error) => this.told(error, "GRAPHQL_VALIDATION_FAILED")) };
    return { operation: this.cache.add(query, operationName, document, definition) };
  }

  /** As Apollo tells it. */
  private told({ message, extensions, ...where }: GraphQLError, code: string): GraphQLFormattedError {
    return formatError(new GraphQLError(message, { ...where, extensions: { code, ...extensions } }), {}, this.hasIntrospection);
  }
}
