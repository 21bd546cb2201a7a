import { SIGNED_IN, tokenOf, uuidOf } from "./data.mjs";

const children = Array.from({ length: SIGNED_IN }, (_, index) => index + 1);
const asAdmin = () => [{ token: tokenOf(0), variables: {} }];

const PAGE_OF_POSTGRAPHILE = `query Deep($after: Cursor) { stories: allStories(first: 20, after: $after, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {
  nodes { id: rowId title } pageInfo { endCursor } } }`;

/** What is asked. `query` is in the schema that all but PostGraphile share; `postgraphile` asks its own schema for the same. */
const asked = {
  gallery: {
    query: `query Gallery($id: ID!) { user(id: $id) { name drawings(first: 10) { nodes { id uploadedImageUrl tutorial { subject }
      stories(first: 3) { nodes { id title storyTextEn storyTextDe } } } } } }`,
    postgraphile: `query Gallery($id: UUID!) { user: userByRowId(rowId: $id) { name drawings: drawingsByUserId(first: 10, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {
      nodes { id: rowId uploadedImageUrl tutorial: tutorialByTutorialId { subject }
      stories: storiesByDrawingId(first: 3, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) { nodes { id: rowId title storyTextEn storyTextDe } } } } } }`,
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: { id: uuidOf("user", number) } })),
  },
  feed: {
    query: `query Feed { stories(first: 50) { nodes { id title storyTextEn drawing { id uploadedImageUrl tutorial { subject category } } } } }`,
    postgraphile: `query Feed { stories: allStories(first: 50, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) { nodes { id: rowId title storyTextEn
      drawing: drawingByDrawingId { id: rowId uploadedImageUrl tutorial: tutorialByTutorialId { subject category } } } } }`,
    requests: asAdmin,
  },
  point: {
    query: "query Point($id: ID!) { story(id: $id) { id title storyTextEn } }",
    postgraphile: "query Point($id: UUID!) { story: storyByRowId(rowId: $id) { id: rowId title storyTextEn } }",
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: { id: uuidOf("story", number) } })),
  },
  catalogue: {
    query: `query Catalogue { tutorials(first: 20) { nodes { id subject category steps { stepNumber instructionEn instructionDe imageUrl } } } }`,
    postgraphile: `query Catalogue { tutorials: allTutorials(first: 20, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) { nodes { id: rowId subject category
      steps: tutorialStepsByTutorialId(orderBy: [STEP_NUMBER_ASC]) { nodes { stepNumber instructionEn instructionDe imageUrl } } } } }`,
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: {} })),
  },
  "deep, page 1": {
    query: "query Deep($after: String) { stories(first: 20, after: $after) { nodes { id title } pageInfo { endCursor } } }",
    postgraphile: PAGE_OF_POSTGRAPHILE,
    requests: asAdmin,
  },
  "deep, page 500": {
    query: "query Deep($after: String) { stories(first: 20, after: $after) { nodes { id title } pageInfo { endCursor } } }",
    postgraphile: PAGE_OF_POSTGRAPHILE,
    requests: (cursor) => [{ token: tokenOf(0), variables: { after: cursor } }],
    pagesBefore: 499,
  },
  count: {
    query: `query Count($id: ID!) { user(id: $id) { stories(first: 10) { totalCount nodes { id title } } } }`,
    postgraphile: `query Count($id: UUID!) { user: userByRowId(rowId: $id) {
      stories: storiesByUserId(first: 10, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) { totalCount nodes { id: rowId title } } } }`,
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: { id: uuidOf("user", number) } })),
  },
  language: {
    query: "query Language { tutorials(first: 20) { nodes { id description(language: DE) } } }",
    postgraphile: `query Language { tutorials: allTutorials(first: 20, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {
      nodes { id: rowId description: descriptionDe } } }`,
    requests: () => children.map((number) => ({ token: tokenOf(number), variables: {} })),
  },
};

/** How many of twenty requests of the mixed load are which. One in ten is a page of 50 stories with their drawings. */
const MIX = { point: 5, language: 3, gallery: 3, catalogue: 2, count: 2, "deep, page 1": 2, "deep, page 500": 1, feed: 2 };
const MIXED = "mixed";

export const workloads = [...Object.keys(asked), MIXED];
/** How many pages lie before the one that `deep, page 500` asks for. */
export const PAGES_BEFORE = asked["deep, page 500"].pagesBefore;
export const asksByCursor = (workload) => workload === MIXED || asked[workload].pagesBefore !== undefined;

/** The requests of a workload to a server. @param cursor the end of the last page before the one that the workload asks for. */
export function requestsTo(server, workload, cursor = null) {
  if (workload === MIXED) return mixed(server, cursor);
  const { query, postgraphile, requests } = asked[workload];
  return requests(cursor).map((request) => ({
    ...request,
    kind: workload,
    query: server === "postgraphile" ? postgraphile : query,
  }));
}

/** Each kind stands as evenly as its number lets it, so that no server meets its heavy requests at once by the order. */
function mixed(server, cursor) {
  const places = Object.entries(MIX).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, index) => ({ kind, at: (index + 0.5) / count })),
  );
  const order = places.toSorted((one, other) => one.at - other.at).map(({ kind }) => kind);
  const lists = Object.fromEntries(Object.keys(MIX).map((kind) => [kind, requestsTo(server, kind, cursor)]));
  const next = Object.fromEntries(Object.keys(MIX).map((kind) => [kind, 0]));
  return Array.from({ length: SIGNED_IN }, () => order.map((kind) => lists[kind][next[kind]++ % lists[kind].length])).flat();
}
