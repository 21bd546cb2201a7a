import { validateSync } from "class-validator";
import { type GraphQLInputType, getNullableType, isInputObjectType, isListType, isNonNullType } from "graphql";
import { getMetadataStorage } from "type-graphql";
import type { BoundField } from "../compiler/BoundField.js";
import { FieldCode, type FieldProblem } from "../errors.js";
import { Url } from "../scalars/Url.js";
import { fieldProblems } from "./fieldProblems.js";

type Path = readonly (string | number)[];

/** Checks what a mutation was given by the rules that its input classes declare, and where its URLs lead. */
export class InputCheck {
  /**
   * @param imageHosts the hosts that URLs may name, with their port unless it is 443; any, when there is none.
   * @param isProduction whether every URL has to be https.
   */
  constructor(
    private readonly imageHosts: readonly string[],
    private readonly isProduction: boolean,
  ) {}

  /** The problems of the field's arguments besides those of binding: no rule sees a value that its scalar refused. */
  problemsOf({ selected: { definition }, arguments: values, problems }: BoundField): FieldProblem[] {
    const refused = new Set(problems.map(({ path }) => nameOf(path)));
    return (definition?.args ?? []).flatMap(({ name, type }) => {
      const value = values[name];
      const tooMany = problemOfLength(name, value, definition?.extensions.argumentEntries);
      if (tooMany) return [tooMany];
      const instance = instanceOf(type, value, [name], refused);
      const isObject = isInputObjectType(getNullableType(type)) && typeof instance === "object" && instance !== null;
      return [
        ...(isObject ? fieldProblems(validateSync(instance, { forbidUnknownValues: false }), [name]) : []),
        ...this.foreignUrls(type, value, [name]).filter(({ path }) => !refused.has(nameOf(path))),
      ];
    });
  }

  private foreignUrls(type: GraphQLInputType, value: unknown, path: Path): FieldProblem[] {
    return leaves(type, value, path).flatMap((leaf) =>
      leaf.type === Url && typeof leaf.value === "string" ? this.problemOfUrl(new URL(leaf.value), leaf.path) : [],
    );
  }

  private problemOfUrl({ protocol, host }: URL, path: Path): FieldProblem[] {
    if (this.isProduction && protocol !== "https:")
      return [{ path, code: FieldCode.INVALID_URL, message: "Send an https URL. Others are for development alone." }];
    if (this.imageHosts.length === 0 || this.imageHosts.includes(host)) return [];
    const message = `Send a URL on one of these hosts: ${this.imageHosts.join(", ")}.`;
    return [{ path, code: FieldCode.HOST_NOT_ALLOWED, message }];
  }
}

/** @param most the most entries of each argument that is a list by itself. */
function problemOfLength(name: string, value: unknown, most: unknown): FieldProblem | undefined {
  const limit = (most as Readonly<Record<string, number>> | undefined)?.[name];
  if (limit === undefined || !Array.isArray(value) || value.length <= limit) return undefined;
  return { path: [name], code: FieldCode.TOO_MANY, message: `Send at most ${limit} entries.` };
}

const nameOf = (path: Path) => path.join(".");

interface Leaf {
  readonly type: GraphQLInputType;
  readonly value: unknown;
  readonly path: Path;
}

function leaves(type: GraphQLInputType, value: unknown, path: Path): Leaf[] {
  const nullable = nullableOf(type);
  if (isListType(nullable))
    return Array.isArray(value) ? value.flatMap((item, index) => leaves(nullable.ofType, item, [...path, index])) : [];
  if (!isInputObjectType(nullable)) return [{ type: nullable, value, path }];
  return Object.values(nullable.getFields()).flatMap((field) =>
    isRecord(value) ? leaves(field.type, value[field.name], [...path, field.name]) : [],
  );
}

/** The value as an instance of the classes whose decorators hold the rules, without the fields that were refused. */
function instanceOf(type: GraphQLInputType, value: unknown, path: Path, refused: ReadonlySet<string>): unknown {
  const nullable = nullableOf(type);
  if (isListType(nullable))
    return Array.isArray(value)
      ? value.map((item, index) => instanceOf(nullable.ofType, item, [...path, index], refused))
      : value;
  if (!isInputObjectType(nullable) || !isRecord(value)) return value;
  const declared = getMetadataStorage().inputTypes.find(({ name }) => name === nullable.name);
  if (!declared) throw new Error(`No class declares ${nullable.name}`);
  const instance = Object.create(declared.target.prototype);
  for (const field of Object.values(nullable.getFields())) {
    const here = [...path, field.name];
    if (Object.hasOwn(value, field.name) && !refused.has(nameOf(here)))
      instance[field.name] = instanceOf(field.type, value[field.name], here, refused);
  }
  return instance;
}

const nullableOf = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !(value instanceof Error);
