import { getNamedType, isLeafType, isNonNullType, isObjectType } from "graphql";
import type { Given } from "../../compiler/Given.js";
import type { Model } from "../../compiler/Model.js";
import { isRead, type Read } from "../../compiler/Read.js";
import type { SelectedField } from "../../compiler/readSelection.js";
import { badInput, type FieldProblem, goneMeanwhile } from "../../errors.js";
import type { NamedSelection } from "../documents/KnownOperation.js";
import { assemble, type RootOutcome } from "./assemble.js";
import { callResolver } from "./callResolver.js";
import type { InputCheck } from "./InputCheck.js";
import type { Answer, Operation } from "./Operation.js";
import type { Reader } from "./Reader.js";
import { readGiven } from "./readGiven.js";

/** Answers mutations: one root field after the other writes, and what it wrote is read as a query would read it. */
export class Mutations {
  constructor(
    private readonly model: () => Model,
    private readonly reader: Reader,
    private readonly inputs: InputCheck,
  ) {}

  async answer(operation: Operation, variables: Readonly<Record<string, unknown>>, named: NamedSelection): Promise<Answer> {
    const { selection } = named;
    const { roots } = selection;
    const { slots, problemsOf } = readGiven(this.model(), selection, variables);
    const outcomes = new Map<SelectedField, RootOutcome>();
    for (const root of roots) {
      try {
        if (root.slot === undefined) {
          outcomes.set(root, { json: `"${root.parent.name}"` });
          continue;
        }
        const values = slots[root.slot]?.arguments ?? {};
        const refused = problemsOf(root);
        const isNew = ({ path }: FieldProblem) => !refused.some((one) => one.path.join() === path.join());
        const problems = [...refused, ...this.inputs.problemsOf(root.definition?.args ?? [], values).filter(isNew)];
        if (problems.length > 0) throw badInput(problems);
        const written = await callResolver(root, values, operation.context);
        outcomes.set(root, { json: await this.jsonOf(root, written, slots, operation, named) });
      } catch (error) {
        outcomes.set(root, { error });
        // The whole answer is null from here on, so the fields that follow are not run (GraphQL specification, section 6.4.4).
        if (root.definition && isNonNullType(root.definition.type)) break;
      }
    }
    return assemble(roots, outcomes);
  }

  /** What a resolver handed back: a read, a plain value, or an object of both, such as a token beside its user. */
  private async jsonOf(
    field: SelectedField,
    value: unknown,
    slots: readonly Given[],
    operation: Operation,
    named: NamedSelection,
  ): Promise<string> {
    const type = field.definition && getNamedType(field.definition.type);
    if (!type) return JSON.stringify(field.parent.name);
    if (isRead(value)) return this.read(field, value, slots, operation, named);
    if (isLeafType(type)) return JSON.stringify(type.serialize(value));
    if (!isObjectType(type)) throw new Error(`${field.parent.name}.${field.name} handed back what its type cannot hold`);
    const parts: string[] = [];
    for (const part of field.under.get(type.name) ?? [])
      parts.push(
        `"${part.responseKey}":${await this.jsonOf(part, (value as Record<string, unknown>)[part.name], slots, operation, named)}`,
      );
    return `{${parts.join(",")}}`;
  }

  private async read(
    field: SelectedField,
    read: Read,
    slots: readonly Given[],
    { context }: Operation,
    named: NamedSelection,
  ): Promise<string> {
    const root = { ...field, slot: slots.length };
    const sent = context.credentials.kind === "token" ? context.credentials.hash : undefined;
    const tokenHash = read.kind === "row" ? (read.tokenHash ?? sent) : sent;
    const outcomes = await this.reader.read(named, [root], [...slots, { arguments: {}, read }], tokenHash);
    const outcome = outcomes.get(root);
    const isGone = outcome && "json" in outcome && outcome.json === "null" && isNonNullType(field.definition?.type);
    if (isGone) throw goneMeanwhile();
    if (outcome && "json" in outcome) return outcome.json;
    throw outcome?.error ?? new Error("A root was not read");
  }
}
