import { DataMigration } from "../../packages/operations/src/DataMigration.js";

/** Adds a star to each title: a row that is changed twice would have two. */
export class AddStars1899999999998 extends DataMigration {
  readonly name = "AddStars1899999999998";
  readonly table = "tutorials";
  readonly statement = "UPDATE tutorials SET subject = subject || '*' FROM batch WHERE tutorials.id = batch.id";
}
