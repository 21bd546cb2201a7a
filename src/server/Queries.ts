import { execute, type GraphQLSchema } from "graphql";
import type { Model } from "../compiler/Model.js";
import type { Read } from "../compiler/Read.js";
import type { SelectedField } from "../compiler/readSelection.js";
import { badInput } from "../errors.js";
import { assemble, type RootOutcome } from "./assemble.js";
import { formatError } from "./formatError.js";
import { JsonText } from "./JsonText.js";
import type { CachedSelection } from "./OperationCache.js";
import type { Answer, Operation } from "./Operation.js";
import type { Reader } from "./Reader.js";
import type { RootResolvers } from "./RootResolvers.js";
import { readGiven } from "./readGiven.js";

/** Answers queries: every root field says what it reads, and one statement reads it all. */
export class Queries {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly model: () => Model,
    private readonly resolvers: RootResolvers,
    private readonly reader: Reader,
  ) {}

  async answer(operation: Operation, variables: Readonly<Record<string, unknown>>, cached: CachedSelection): Promise<Answer> {
    const { selection, key } = cached;
    const { credentials } = operation.context;
    const { slots, problemsOf } = readGiven(this.model(), selection, variables);
    const outcomes = new Map<SelectedField, RootOutcome>();
    const reading: SelectedField[] = [];
    for (const root of selection.roots) {
      if (root.name === "__typename") outcomes.set(root, { json: `"${root.parent.name}"` });
      if (root.slot === undefined) continue;
      try {
        const problems = problemsOf(root);
        if (problems.length > 0) throw badInput(problems);
        const given = slots[root.slot];
        const read = (await this.resolvers.call(root, given?.arguments ?? {}, operation.context)) as Read;
        slots[root.slot] = { arguments: given?.arguments ?? {}, ...given, read };
        reading.push(root);
      } catch (error) {
        outcomes.set(root, { error });
      }
    }
    const tokenHash = credentials.kind === "token" ? credentials.hash : undefined;
    for (const [root, outcome] of await this.reader.read(key, reading, slots, tokenHash)) outcomes.set(root, outcome);
    const isIntrospected = selection.roots.some(({ name }) => name === "__schema" || name === "__type");
    return isIntrospected ? this.walk(operation, outcomes) : assemble(selection.roots, outcomes);
  }

  /** Introspection is graphql-js's own: it walks the schema, and the rows that were read in the same way. */
  private async walk({ document, definition, variables }: Operation, outcomes: ReadonlyMap<SelectedField, RootOutcome>): Promise<Answer> {
    const rootValue = Object.fromEntries(
      [...outcomes].map(([{ responseKey }, outcome]) => [responseKey, "json" in outcome ? JSON.parse(outcome.json) : outcome.error]),
    );
    const operationName = definition.name?.value;
    const { data, errors } = await execute({ schema: this.schema, document, rootValue, variableValues: variables, operationName });
    return {
      ...(errors && { errors: errors.map(formatError) }),
      data: data ? new JsonText(JSON.stringify(data)) : null,
      failure: errors?.[0],
    };
  }
}
