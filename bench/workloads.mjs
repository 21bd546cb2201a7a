import { SIGNED_IN, tokenOf, USERS_PER_SCALE, uuidOf } from "./data.mjs";

const children = Array.from({ length: SIGNED_IN }, (_, index) => index + 1);
const asAdmin = () => [{ token: tokenOf(0), variables: {} }];

/**
 * What is asked. `query` is in the schema that all but PostGraphile share; `postgraphile` asks its own schema for the same, and
 * `same` brings its answer into the shape of the others, so that all can be compared.
 */
export const workloads = {
  gallery: {
    query: `query Gallery($id: ID!) { user(id: $id) { name drawings(first: 10) { nodes { id uploadedImageUrl tutorial { subject }
      stories(first: 3) { nodes { id title storyTextEn storyTextDe } } } } } }`,
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: { id: uuidOf("user", number) } })),
  },
  feed: {
    query: `query Feed { stories(first: 50) { nodes { id title storyTextEn drawing { id uploadedImageUrl tutorial { subject category } } } } }`,
    requests: asAdmin,
  },
  point: {
    query: "query Point($id: ID!) { story(id: $id) { id title storyTextEn } }",
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: { id: uuidOf("story", number) } })),
  },
  catalogue: {
    query: `query Catalogue { tutorials(first: 20) { nodes { id subject category steps { stepNumber instructionEn instructionDe imageUrl } } } }`,
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: {} })),
  },
  "deep, page 1": {
    query: "query Deep($after: String) { stories(first: 20, after: $after) { nodes { id title } pageInfo { endCursor } } }",
    requests: asAdmin,
  },
  "deep, page 500": {
    query: "query Deep($after: String) { stories(first: 20, after: $after) { nodes { id title } pageInfo { endCursor } } }",
    requests: (cursor) => [{ token: tokenOf(0), variables: { after: cursor } }],
    pagesBefore: 499,
  },
  count: {
    query: `query Count($id: ID!) { user(id: $id) { stories(first: 10) { totalCount nodes { id title } } } }`,
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: { id: uuidOf("user", number) } })),
  },
  language: {
    query: "query Language { tutorials(first: 20) { nodes { id description(language: DE) } } }",
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: {} })),
  },
};

export { USERS_PER_SCALE };
