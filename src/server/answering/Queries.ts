import type { GraphQLSchema } from "graphql";
import type { Model } from "../../compiler/Model.js";
import type { Read } from "../../compiler/Read.js";
import type { SelectedField } from "../../compiler/readSelection.js";
import { badInput } from "../../errors.js";
import type { NamedSelection } from "../documents/KnownOperation.js";
import { assemble, type RootOutcome } from "./assemble.js";
import { callResolver } from "./callResolver.js";
import { introspect } from "./introspect.js";
import type { Answer, Operation } from "./Operation.js";
import type { Reader } from "./Reader.js";
import { readGiven } from "./readGiven.js";

/** Answers queries: every root field says what it reads, and one statement reads it all. */
export class Queries {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly model: () => Model,
    private readonly reader: Reader,
  ) {}

  async answer(operation: Operation, variables: Readonly<Record<string, unknown>>, named: NamedSelection): Promise<Answer> {
    const { selection } = named;
    const { credentials } = operation.context;
    const { slots, problemsOf } = readGiven(this.model(), selection, variables);
    const outcomes = new Map<SelectedField, RootOutcome>();
    const reading: SelectedField[] = [];
    for (const root of selection.roots) {
      try {
        if (root.slot === undefined) {
          outcomes.set(root, { json: introspect(this.schema, root, operation) });
          continue;
        }
        const problems = problemsOf(root);
        if (problems.length > 0) throw badInput(problems);
        const given = slots[root.slot];
        const read = (await callResolver(root, given?.arguments ?? {}, operation.context)) as Read;
        slots[root.slot] = { arguments: given?.arguments ?? {}, ...given, read };
        reading.push(root);
      } catch (error) {
        outcomes.set(root, { error });
      }
    }
    const tokenHash = credentials.kind === "token" ? credentials.hash : undefined;
    for (const [root, outcome] of await this.reader.read(named, reading, slots, tokenHash)) outcomes.set(root, outcome);
    return assemble(selection.roots, outcomes);
  }
}
