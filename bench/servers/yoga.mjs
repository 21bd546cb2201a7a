// GraphQL Yoga, Pothos and Drizzle: code-first types, Drizzle's typed SQL, a DataLoader a relation and request.
import { createServer } from "node:http";
import SchemaBuilder from "@pothos/core";
import DataLoader from "dataloader";
import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgTable, text, timestamp, uuid, varchar } from "drizzle-orm/pg-core";
import { createYoga } from "graphql-yoga";
import pg from "pg";
import { cursorOf, grouped, inOrder, mayRead, placeOf, viewerOf } from "./viewer.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL), options: "-c jit=off" });
const db = drizzle(pool);
const createdAt = timestamp("created_at", { withTimezone: true, mode: "string" });
const users = pgTable("users", { id: uuid("id"), name: varchar("name") });
const tutorials = pgTable("tutorials", {
  id: uuid("id"),
  subject: varchar("subject"),
  category: varchar("category"),
  descriptionEn: text("description_en"),
  descriptionDe: text("description_de"),
  createdAt,
});
const steps = pgTable("tutorial_steps", {
  tutorialId: uuid("tutorial_id"),
  stepNumber: integer("step_number"),
  instructionEn: text("instruction_en"),
  instructionDe: text("instruction_de"),
  imageUrl: text("image_url"),
});
const drawings = pgTable("drawings", {
  id: uuid("id"),
  userId: uuid("user_id"),
  tutorialId: uuid("tutorial_id"),
  uploadedImageUrl: varchar("uploaded_image_url"),
  createdAt,
});
const stories = pgTable("stories", {
  id: uuid("id"),
  userId: uuid("user_id"),
  drawingId: uuid("drawing_id"),
  title: varchar("title"),
  storyTextEn: varchar("story_text_en"),
  storyTextDe: varchar("story_text_de"),
  createdAt,
});
const newest = (table) => [desc(table.createdAt), desc(table.id)];

/** Drizzle's prepared statements, which its guide recommends for speed. */
const byUser = db
  .select()
  .from(users)
  .where(eq(users.id, sql.placeholder("id")))
  .prepare("user");
const byStory = db
  .select()
  .from(stories)
  .where(eq(stories.id, sql.placeholder("id")))
  .prepare("story");
const drawingsOf = db
  .select()
  .from(drawings)
  .where(eq(drawings.userId, sql.placeholder("id")))
  .orderBy(...newest(drawings))
  .limit(sql.placeholder("first"))
  .prepare("drawingsOf");
const storiesOf = db
  .select()
  .from(stories)
  .where(eq(stories.userId, sql.placeholder("id")))
  .orderBy(...newest(stories))
  .limit(sql.placeholder("first"))
  .prepare("storiesOf");
const countOf = db
  .select({ n: count() })
  .from(stories)
  .where(eq(stories.userId, sql.placeholder("id")))
  .prepare("countOf");
const firstTutorials = db
  .select()
  .from(tutorials)
  .orderBy(...newest(tutorials))
  .limit(sql.placeholder("first"))
  .prepare("tutorials");

const loadersOf = (viewer) => ({
  tutorial: new DataLoader(async (ids) => inOrder(ids, await db.select().from(tutorials).where(inArray(tutorials.id, ids)))),
  drawing: new DataLoader(async (ids) =>
    inOrder(
      ids,
      (await db.select().from(drawings).where(inArray(drawings.id, ids))).filter((row) => mayRead(viewer, row.userId)),
    ),
  ),
  steps: new DataLoader(async (ids) =>
    grouped(
      ids,
      await db.select().from(steps).where(inArray(steps.tutorialId, ids)).orderBy(asc(steps.stepNumber)),
      (row) => row.tutorialId,
      100,
    ),
  ),
  storiesOf: new DataLoader(async (ids) =>
    grouped(
      ids,
      (
        await db
          .select()
          .from(stories)
          .where(inArray(stories.drawingId, ids))
          .orderBy(...newest(stories))
      ).filter((row) => mayRead(viewer, row.userId)),
      (row) => row.drawingId,
      3,
    ),
  ),
});

const builder = new SchemaBuilder({});
const Language = builder.enumType("Language", { values: ["EN", "DE"] });
const PageInfo = builder
  .objectRef("PageInfo")
  .implement({ fields: (t) => ({ endCursor: t.exposeString("endCursor", { nullable: true }) }) });
const connection = (name, node, more = () => ({})) =>
  builder
    .objectRef(name)
    .implement({ fields: (t) => ({ nodes: t.field({ type: [node], resolve: ({ nodes }) => nodes }), ...more(t) }) });
const User = builder.objectRef("User");
const Tutorial = builder.objectRef("Tutorial");
const Step = builder.objectRef("TutorialStep");
const Drawing = builder.objectRef("Drawing");
const Story = builder.objectRef("Story");
const Drawings = connection("DrawingConnection", Drawing);
const Tutorials = connection("TutorialConnection", Tutorial);
const Stories = connection("StoryConnection", Story, (t) => ({
  totalCount: t.int({ resolve: async ({ of }) => (await countOf.execute({ id: of }))[0].n }),
  pageInfo: t.field({
    type: PageInfo,
    resolve: ({ nodes }) => ({
      endCursor: nodes.length > 0 ? cursorOf({ cursorAt: nodes.at(-1).createdAt, id: nodes.at(-1).id }) : null,
    }),
  }),
}));
const strings = (t, ...names) => Object.fromEntries(names.map((name) => [name, t.exposeString(name, { nullable: true })]));
const first = (t) => ({ first: t.arg.int({ defaultValue: 20 }) });
User.implement({
  fields: (t) => ({
    ...strings(t, "id", "name"),
    drawings: t.field({
      type: Drawings,
      args: first(t),
      resolve: async ({ id }, args) => ({ nodes: await drawingsOf.execute({ id, first: args.first }) }),
    }),
    stories: t.field({
      type: Stories,
      args: first(t),
      resolve: async ({ id }, args) => ({ of: id, nodes: await storiesOf.execute({ id, first: args.first }) }),
    }),
  }),
});
Tutorial.implement({
  fields: (t) => ({
    ...strings(t, "id", "subject", "category"),
    description: t.string({
      nullable: true,
      args: { language: t.arg({ type: Language, defaultValue: "EN" }) },
      resolve: ({ descriptionEn, descriptionDe }, { language }) => {
        const [own, other] = language === "DE" ? [descriptionDe, descriptionEn] : [descriptionEn, descriptionDe];
        return own?.trim() ? own : other;
      },
    }),
    steps: t.field({ type: [Step], resolve: ({ id }, _, { loaders }) => loaders.steps.load(id) }),
  }),
});
Step.implement({
  fields: (t) => ({ stepNumber: t.exposeInt("stepNumber"), ...strings(t, "instructionEn", "instructionDe", "imageUrl") }),
});
Drawing.implement({
  fields: (t) => ({
    ...strings(t, "id", "uploadedImageUrl"),
    tutorial: t.field({
      type: Tutorial,
      nullable: true,
      resolve: ({ tutorialId }, _, { loaders }) => tutorialId && loaders.tutorial.load(tutorialId),
    }),
    stories: t.field({
      type: Stories,
      args: first(t),
      resolve: async ({ id }, _, { loaders }) => ({ nodes: await loaders.storiesOf.load(id) }),
    }),
  }),
});
Story.implement({
  fields: (t) => ({
    ...strings(t, "id", "title", "storyTextEn", "storyTextDe"),
    drawing: t.field({
      type: Drawing,
      nullable: true,
      resolve: ({ drawingId }, _, { loaders }) => drawingId && loaders.drawing.load(drawingId),
    }),
  }),
});
const id = (t) => ({ id: t.arg.id({ required: true }) });
builder.queryType({
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      args: id(t),
      resolve: async (_, args, { viewer }) => (mayRead(viewer, args.id) ? (await byUser.execute(args))[0] : null),
    }),
    story: t.field({
      type: Story,
      nullable: true,
      args: id(t),
      resolve: async (_, args, { viewer }) => {
        const [story] = await byStory.execute(args);
        return story && mayRead(viewer, story.userId) ? story : null;
      },
    }),
    tutorials: t.field({
      type: Tutorials,
      args: first(t),
      resolve: async (_, args) => ({ nodes: await firstTutorials.execute(args) }),
    }),
    stories: t.field({
      type: Stories,
      args: { ...first(t), after: t.arg.string() },
      resolve: async (_, args, { viewer }) => {
        const own = viewer.isAdmin ? undefined : eq(stories.userId, viewer.id);
        const [at, after] = args.after ? placeOf(args.after) : [];
        const beyond = after && sql`(${stories.createdAt}, ${stories.id}) < (${at}::timestamptz, ${after}::uuid)`;
        return {
          nodes: await db
            .select()
            .from(stories)
            .where(and(own, beyond))
            .orderBy(...newest(stories))
            .limit(args.first),
        };
      },
    }),
  }),
});

const yoga = createYoga({
  schema: builder.toSchema(),
  graphiql: false,
  logging: false,
  maskedErrors: false,
  context: async ({ request }) => {
    const viewer = await viewerOf(pool, request.headers.get("authorization"));
    return { viewer, loaders: loadersOf(viewer) };
  },
});
createServer(yoga).listen(Number(process.env.PORT), "127.0.0.1");
