import { type ClassType, Field, Int, ObjectType } from "type-graphql";
import { PageInfo } from "./PageInfo.js";

/**
 * Makes the types `<Name>Connection` and `<Name>Edge` over an entity, as the GraphQL Cursor Connections Specification names
 * them, with `nodes` as a shortcut past the edges.
 */
export function connectionOf(name: string, node: () => ClassType): ClassType {
  @ObjectType(`${name}Edge`, {
    description: `${/^[AEIOU]/.test(name) ? "An" : "A"} ${name} and its place in the order of the page.`,
  })
  class Edge {
    @Field(() => String, { description: "Opaque; for `after` and `before` in the same order." })
    cursor: string;

    @Field(node, { description: "The row." })
    node: object;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} rows.` })
  class Connection {
    @Field(() => [Edge], { description: "The rows with their cursors." })
    edges: Edge[];

    @Field(() => [node()], { description: "The rows alone." })
    nodes: object[];

    @Field(() => PageInfo, { description: "Whether there is more, and where to go on." })
    pageInfo: PageInfo;

    @Field(() => Int, { description: "The number of rows on all pages. Counted only when it is selected." })
    totalCount: number;
  }
  return Connection;
}
