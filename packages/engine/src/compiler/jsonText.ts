import type { Expression, Output } from "./plan.js";
import { identifier, literal } from "./spelling.js";

/** The alias of the rows that become JSON: a name that no response key can have. */
export const ROW = '"$"';
/** The most arguments that PostgreSQL lets a function have. */
const MOST_ARGUMENTS = 100;

/**
 * The text of a JSON object of the columns of a row. PostgreSQL's row_to_json would register the type of the row of each shape, and keep it
 * until the connection ends.
 */
export function objectText(outputs: readonly Output[]): string {
  const members = outputs.flatMap(({ key, value }, index) => {
    const column = `${ROW}.${identifier(key)}`;
    const json = isJson(value) ? column : `to_json(${column})`;
    const isNeverNull = value.kind === "array" || value.kind === "json";
    return [literal(`${index === 0 ? "{" : ","}${JSON.stringify(key)}:`), isNeverNull ? json : `coalesce(${json}, 'null')`];
  });
  return concatenated([...members, outputs.length === 0 ? "'{}'" : "'}'"]);
}

/** The text of a JSON array of the objects of all rows. */
export const arrayText = (outputs: readonly Output[]): string => `concat('[', string_agg(${objectText(outputs)}, ','), ']')`;

const isJson = ({ kind }: Expression): boolean => kind === "json" || kind === "object" || kind === "array";

function concatenated(texts: readonly string[]): string {
  if (texts.length <= MOST_ARGUMENTS) return `concat(${texts.join(", ")})`;
  const groups = Array.from({ length: Math.ceil(texts.length / MOST_ARGUMENTS) }, (_, index) =>
    texts.slice(index * MOST_ARGUMENTS, (index + 1) * MOST_ARGUMENTS),
  );
  return concatenated(groups.map(concatenated));
}
