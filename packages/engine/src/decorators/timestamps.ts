import { Field } from "type-graphql";
import { Check, Column } from "typeorm";
import { snakeCase } from "typeorm/util/StringUtils.js";
import { DateTime } from "../scalars/DateTime.js";

/** The column `created_at`, set by the database. */
export function CreatedAt(description = "When it was made."): PropertyDecorator {
  return timestamp(description);
}

/** The column `updated_at`. A trigger in the database keeps it, so it is right for every writer. */
export function UpdatedAt(): PropertyDecorator {
  return timestamp("When it last changed.");
}

function timestamp(description: string): PropertyDecorator {
  return (prototype, property) => {
    Column("timestamptz", { default: () => "now()" })(prototype, property);
    // Instants that RFC 3339 can write: neither infinity nor a year of five digits.
    Check(`(${snakeCase(String(property))} AT TIME ZONE 'UTC') BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'`)(
      prototype,
      property,
    );
    Field(() => DateTime, { description })(prototype, property);
  };
}
