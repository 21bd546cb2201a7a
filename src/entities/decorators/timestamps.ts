import { Field } from "type-graphql";
import { Column } from "typeorm";
import { DateTime } from "../scalars/DateTime.js";

/** The column `created_at`, set by the database. */
export function CreatedAt(): PropertyDecorator {
  return timestamp("When it was made.");
}

/** The column `updated_at`, kept by a trigger in the database, whoever writes the row. */
export function UpdatedAt(): PropertyDecorator {
  return timestamp("When it last changed.");
}

function timestamp(description: string): PropertyDecorator {
  return (prototype, property) => {
    Column("timestamptz", { default: () => "now()" })(prototype, property);
    Field(() => DateTime, { description })(prototype, property);
  };
}
