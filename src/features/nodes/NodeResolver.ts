import { Arg, Query, Resolver } from "type-graphql";
import { Id, Node } from "#engine/entities";
import { type Read, readRow } from "#engine/features";

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "Any object that the viewer may see, by its id, or null." })
  node(@Arg("id", () => Id, { description: "The id of a row of any type." }) id: string): Read {
    return readRow({ id });
  }
}
