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
    const resolved = await this.resolve(request, roots);
    return answerTo(roots, resolved, await this.reader.read(resolved.reads, request));
  }

  /** What these fields read, and what became of the others. */
  async resolve(request: OperationRequest, roots: readonly BoundField[]): Promise<ResolvedReads> {
    const outcomes: Outcome[] = [];
    const reads: FieldRead[] = [];
    const indexes: number[] = [];
    for (const [index, field] of roots.entries()) {
      try {
        if (field.selected.definition === undefined)
          outcomes[index] = { json: introspect(this.schema, field.selected, request) };
        else {
          if (field.problems.length > 0) throw badInput(field.problems);
          reads.push({ field, read: readOf(field, await callResolver(field, request.context)) });
          indexes.push(index);
        }
      } catch (error) {
        outcomes[index] = { error };
      }
    }
    return { outcomes, reads, indexes };
  }
}

/** What the database is asked for root fields, and the outcomes of those that it is not asked for. */
export interface ResolvedReads {
  /** By the index of the field; nothing where a field is read. */
  readonly outcomes: readonly Outcome[];
  readonly reads: readonly FieldRead[];
  /** The index of the field of each read. */
  readonly indexes: readonly number[];
}

/** The answer, once it is known what became of each read. */
export function answerTo(
  roots: readonly BoundField[],
  { outcomes, indexes }: ResolvedReads,
  found: readonly Outcome[],
): Answer {
  const all = [...outcomes];
  for (const [index, outcome] of found.entries()) all[indexes[index] ?? 0] = outcome;
  return assemble(roots, all);
}

/** @throws ResolverMistake */
function readOf(field: BoundField, resolved: unknown): Read {
  if (isRead(resolved)) return resolved;
  throw new ResolverMistake(
    field,
    "returned no Read. Return readRow(), readPage(), readViewer() or readAll(): rows are read by the compiled statement alone.",
  );
}
