// Read by the compiler alone: what it says of this file is what the test looks at.
import { initGraphQLTada } from "gql.tada";
import type { Scalars } from "../../dist/scalars.js";
import type { introspection } from "./graphql-env.js";

const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>();

const page = graphql(`query Page($after: String) {
  tutorials(first: 2, after: $after) { nodes { id createdAt thumbnailUrl } pageInfo { endCursor } }
  drawings(first: 0) { totalCount }
}`);
type Page = NonNullable<ReturnType<NonNullable<(typeof page)["__apiType"]>>>;

export function check({ tutorials, drawings }: Page): string[] {
  // @ts-expect-error drawings is null where it failed.
  const count: number = drawings.totalCount;
  // @ts-expect-error A scalar is no number.
  const created: number | undefined = tutorials.nodes[0]?.createdAt;
  return tutorials.nodes.flatMap(({ createdAt, thumbnailUrl }) => [createdAt, thumbnailUrl ?? "", `${count} ${created}`]);
}
