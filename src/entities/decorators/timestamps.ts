import { Field } from "type-graphql";
import { Column } from "typeorm";
import { DateTime } from "../scalars/DateTime.js";
import { Technical } from "./classification.js";

/** The column `created_at`, set by the database. */
export function CreatedAt(): PropertyDecorator {
  return timestamp("When it was made.");
}

/** The column `updated_at`. A trigger in the database keeps it, so it is right whoever writes the row. */
export function UpdatedAt(): PropertyDecorator {
  return timestamp("When it last changed.");
}

function timestamp(description: string): PropertyDecorator {
  return (prototype, property) => {
    Technical("To order rows, and to tell what has changed.")(prototype, property);
    Column("timestamptz", { default: () => "now()" })(prototype, property);
    Field(() => DateTime, { description })(prototype, property);
  };
}
