// Fastify and Mercurius with its loaders and its just-in-time compiler, over hand-written SQL through pg.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";
import { typeDefs } from "./typeDefs.mjs";
import { cursorOf, grouped, inOrder, mayRead, placeOf, viewerOf } from "./viewer.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL), options: "-c jit=off" });
const rows = async (name, text, values) => (await pool.query({ name, text, values })).rows;
const STORY = `id, user_id AS "userId", drawing_id AS "drawingId", title, story_text_en AS "storyTextEn", story_text_de AS "storyTextDe"`;
const DRAWING = `id, user_id AS "userId", tutorial_id AS "tutorialId", uploaded_image_url AS "uploadedImageUrl"`;
const TUTORIAL = `id, subject, category, description_en AS "descriptionEn", description_de AS "descriptionDe"`;
const NEWEST = "ORDER BY created_at DESC, id DESC";

const resolvers = {
  Query: {
    user: async (_, { id }, { viewer }) =>
      mayRead(viewer, id) ? (await rows("user", "SELECT id, name FROM users WHERE id = $1", [id]))[0] : null,
    story: async (_, { id }, { viewer }) => {
      const [story] = await rows("story", `SELECT ${STORY} FROM stories WHERE id = $1`, [id]);
      return story && mayRead(viewer, story.userId) ? story : null;
    },
    tutorials: async (_, { first }) => ({
      nodes: await rows("tutorials", `SELECT ${TUTORIAL} FROM tutorials ${NEWEST} LIMIT $1`, [first]),
    }),
    stories: async (_, { first, after }, { viewer }) => {
      const own = viewer.isAdmin ? "" : "AND user_id = $4";
      const [at, id] = after ? placeOf(after) : ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];
      const nodes = await rows(
        `stories${own}`,
        `SELECT ${STORY}, created_at::text AS "cursorAt" FROM stories WHERE (created_at, id) < ($2::timestamptz, $3::uuid) ${own} ${NEWEST} LIMIT $1`,
        viewer.isAdmin ? [first, at, id] : [first, at, id, viewer.id],
      );
      return { nodes, pageInfo: { endCursor: nodes.length > 0 ? cursorOf(nodes.at(-1)) : null } };
    },
  },
  User: {
    drawings: async ({ id }, { first }) => ({
      nodes: await rows("drawings", `SELECT ${DRAWING} FROM drawings WHERE user_id = $1 ${NEWEST} LIMIT $2`, [id, first]),
    }),
    stories: async ({ id }, { first }) => ({
      of: id,
      nodes: await rows("userStories", `SELECT ${STORY} FROM stories WHERE user_id = $1 ${NEWEST} LIMIT $2`, [id, first]),
    }),
  },
  StoryConnection: {
    totalCount: async ({ of }) => (await rows("count", "SELECT count(*)::int AS n FROM stories WHERE user_id = $1", [of]))[0].n,
  },
  Tutorial: {
    description: ({ descriptionEn, descriptionDe }, { language }) => {
      const [own, other] = language === "DE" ? [descriptionDe, descriptionEn] : [descriptionEn, descriptionDe];
      return own?.trim() ? own : other;
    },
  },
};
const keys = (queries, name) => [...new Set(queries.map(({ obj }) => obj[name]))];
const each = (queries, name, found) => {
  const byKey = new Map(found);
  return queries.map(({ obj }) => byKey.get(obj[name]) ?? null);
};
const byId = (ids, found) => inOrder(ids, found).map((row, index) => [ids[index], row]);
const loaders = {
  Drawing: {
    tutorial: async (queries) => {
      const ids = keys(queries, "tutorialId");
      return each(
        queries,
        "tutorialId",
        byId(ids, await rows("tutorialsIn", `SELECT ${TUTORIAL} FROM tutorials WHERE id = ANY($1)`, [ids])),
      );
    },
    stories: async (queries, { viewer }) => {
      const ids = keys(queries, "id");
      const found = await rows("storiesIn", `SELECT ${STORY} FROM stories WHERE drawing_id = ANY($1) ${NEWEST}`, [ids]);
      const groups = grouped(
        ids,
        found.filter((row) => mayRead(viewer, row.userId)),
        (row) => row.drawingId,
        queries[0].params.first,
      );
      return groups.map((nodes) => ({ nodes }));
    },
  },
  Story: {
    drawing: async (queries, { viewer }) => {
      const ids = keys(queries, "drawingId");
      const found = await rows("drawingsIn", `SELECT ${DRAWING} FROM drawings WHERE id = ANY($1)`, [ids]);
      return each(
        queries,
        "drawingId",
        byId(
          ids,
          found.filter((row) => mayRead(viewer, row.userId)),
        ),
      );
    },
  },
  Tutorial: {
    steps: async (queries) => {
      const ids = keys(queries, "id");
      const found = await rows(
        "stepsIn",
        `SELECT tutorial_id AS "tutorialId", step_number AS "stepNumber", instruction_en AS "instructionEn", instruction_de AS "instructionDe", image_url AS "imageUrl" FROM tutorial_steps WHERE tutorial_id = ANY($1) ORDER BY step_number`,
        [ids],
      );
      return grouped(ids, found, (row) => row.tutorialId, 100);
    },
  },
};

const app = Fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  loaders,
  jit: 1,
  context: async ({ headers }) => ({ viewer: await viewerOf(pool, headers.authorization) }),
});
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
