import { Field, InterfaceType } from "type-graphql";
import { PrimaryGeneratedColumn } from "typeorm";
import { Id } from "../scalars/Id.js";

// Each API names its own types: several may share a process, as in tests.
@InterfaceType({
  description: "Anything with an id. Ids are UUIDs, unique across all types.",
  autoRegisterImplementations: false,
})
export abstract class Node {
  @PrimaryGeneratedColumn("uuid")
  @Field(() => Id, { description: "The UUID." })
  id: string;
}
