import type { GraphQLSchema } from "graphql";
import type { BoundField } from "../compiler/BoundField.js";
import { type FieldRead, isRead, type Read } from "../compiler/Read.js";
import { badInput } from "../errors.js";
import { assemble, type Outcome } from "./assemble.js";
import { callResolver } from "./callResolver.js";
import { introspect } from "./introspect.js";
import type { Answer, OperationRequest } from "./OperationRequest.js";
import type { Reader } from "./Reader.js";
import { ResolverMistake } from "./ResolverMistake.js";

/** Answers queries: every root field says what it reads, and one statement reads it all. */
export class Queries {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly reader: Reader,
  ) {}

  async answer(request: OperationRequest, roots: readonly BoundField[]): Promise<Answer> {
    const outcomes: Outcome[] = [];
    const reads: FieldRead[] = [];
    const places: number[] = [];
    for (const [index, field] of roots.entries()) {
      try {
        if (field.selected.definition === undefined)
          outcomes[index] = { json: introspect(this.schema, field.selected, request) };
        else {
          reads.push({ field, read: await readOf(field, request) });
          places.push(index);
        }
      } catch (error) {
        outcomes[index] = { error };
      }
    }
    const answers = await this.reader.read(reads, request);
    for (const [index, outcome] of answers.entries()) outcomes[places[index] ?? 0] = outcome;
    return assemble(roots, outcomes);
  }
}

/** @throws ClientError BAD_USER_INPUT, ResolverMistake */
async function readOf(field: BoundField, { context }: OperationRequest): Promise<Read> {
  if (field.problems.length > 0) throw badInput(field.problems);
  const read = await callResolver(field, context);
  if (isRead(read)) return read;
  throw new ResolverMistake(
    field,
    "handed back no Read. Return readRow(), readPage(), readViewer() or readAll(): rows are read by the compiled statement alone.",
  );
}
