import { Field, InterfaceType } from "type-graphql";
import { PrimaryGeneratedColumn } from "typeorm";
import { Technical } from "../../../../src/entities/classification.js";
import { Id } from "../scalars/Id.js";

@InterfaceType({ description: "Anything with an id. Ids are UUIDs, unique across all types." })
export abstract class Node {
  @Technical("To name the row.")
  @PrimaryGeneratedColumn("uuid")
  @Field(() => Id, { description: "The UUID." })
  id: string;
}
