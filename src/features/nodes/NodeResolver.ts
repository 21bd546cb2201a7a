import { Arg, Query, Resolver } from "type-graphql";
import { type Read, readRow } from "../../../packages/engine/src/compiler/Read.js";
import { Id } from "../../../packages/engine/src/scalars/Id.js";
import { Node } from "../../../packages/engine/src/types/Node.js";

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "Any object that the viewer may see, by its id, or null." })
  node(@Arg("id", () => Id, { description: "The id of a row of any type." }) id: string): Read {
    return readRow({ id });
  }
}
