// The usual way: Apollo Server on Fastify, TypeGraphQL, TypeORM repositories, and a DataLoader a relation and request; with the settings
// that their manuals give for speed: fields without a resolver are simple, nothing is logged, and Apollo keeps parsed documents.
import "reflect-metadata";
import { ApolloServer } from "@apollo/server";
import fastifyApollo from "@as-integrations/fastify";
import DataLoader from "dataloader";
import Fastify from "fastify";
import {
  Arg,
  buildSchema,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import { Column, DataSource, Entity, In, PrimaryColumn } from "typeorm";
import { cursorOf, grouped, inOrder, mayRead, placeOf, viewerOf } from "./viewer.mjs";

const decorate = (decorators, target, key) => decorators.reduceRight((_, decorator) => decorator(target, key), undefined);
const SIMPLE = { simpleResolvers: true };
const field = (type, options) => Field(() => type, options);
/** Decorators by hand, since this file is plain JavaScript: the same calls that the TypeScript syntax makes. */
function entity(table, columns, relations = {}) {
  const Class = { [table.type]: class {} }[table.type];
  for (const [name, [column, type, options = {}]] of Object.entries(columns)) {
    const declare = name === "id" ? PrimaryColumn : Column;
    decorate(
      [
        declare({ type: column, name: options.name, ...(name !== "id" && { nullable: true }) }),
        ...(type ? [field(type, { nullable: options.nullable })] : []),
      ],
      Class.prototype,
      name,
    );
  }
  for (const [name, decorator] of Object.entries(relations)) decorator(Class.prototype, name);
  Entity(table.name)(Class);
  ObjectType(table.type, SIMPLE)(Class);
  return Class;
}

const Language = { EN: "EN", DE: "DE" };
registerEnumType(Language, { name: "Language" });
const User = entity({ name: "users", type: "User" }, { id: ["uuid", ID], name: ["varchar", String, { nullable: true }] });
const Tutorial = entity(
  { name: "tutorials", type: "Tutorial" },
  {
    id: ["uuid", ID],
    subject: ["varchar", String],
    category: ["varchar", String],
    descriptionEn: ["text", String, { name: "description_en", nullable: true }],
    descriptionDe: ["text", String, { name: "description_de", nullable: true }],
    createdAt: ["timestamptz", null, { name: "created_at" }],
  },
);
const Step = entity(
  { name: "tutorial_steps", type: "TutorialStep" },
  {
    id: ["uuid", ID],
    tutorialId: ["uuid", null, { name: "tutorial_id" }],
    stepNumber: ["int", Int, { name: "step_number" }],
    instructionEn: ["text", String, { name: "instruction_en" }],
    instructionDe: ["text", String, { name: "instruction_de" }],
    imageUrl: ["text", String, { name: "image_url" }],
  },
);
const Drawing = entity(
  { name: "drawings", type: "Drawing" },
  {
    id: ["uuid", ID],
    userId: ["uuid", null, { name: "user_id" }],
    tutorialId: ["uuid", null, { name: "tutorial_id" }],
    uploadedImageUrl: ["varchar", String, { name: "uploaded_image_url", nullable: true }],
    createdAt: ["timestamptz", null, { name: "created_at" }],
  },
);
const Story = entity(
  { name: "stories", type: "Story" },
  {
    id: ["uuid", ID],
    userId: ["uuid", null, { name: "user_id" }],
    drawingId: ["uuid", null, { name: "drawing_id" }],
    title: ["varchar", String],
    storyTextEn: ["varchar", String, { name: "story_text_en" }],
    storyTextDe: ["varchar", String, { name: "story_text_de" }],
    createdAt: ["timestamptz", null, { name: "created_at" }],
  },
);

class PageInfo {}
field(String, { nullable: true })(PageInfo.prototype, "endCursor");
ObjectType("PageInfo", SIMPLE)(PageInfo);
function connection(type, Node) {
  const Class = { [type]: class {} }[type];
  Field(() => [Node])(Class.prototype, "nodes");
  Field(() => PageInfo)(Class.prototype, "pageInfo");
  Field(() => Int)(Class.prototype, "totalCount");
  ObjectType(type, SIMPLE)(Class);
  return Class;
}
const Drawings = connection("DrawingConnection", Drawing);
const Stories = connection("StoryConnection", Story);
const Tutorials = connection("TutorialConnection", Tutorial);

const source = new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL,
  poolSize: Number(process.env.POOL),
  extra: { options: "-c jit=off" },
  entities: [User, Tutorial, Step, Drawing, Story],
});
await source.initialize();
const pool = source.driver.master;
const newestFirst = { createdAt: "DESC", id: "DESC" };

const loadersOf = (viewer) => ({
  tutorial: new DataLoader(async (ids) => inOrder(ids, await source.getRepository(Tutorial).findBy({ id: In(ids) }))),
  drawing: new DataLoader(async (ids) =>
    inOrder(
      ids,
      (await source.getRepository(Drawing).findBy({ id: In(ids) })).filter((row) => mayRead(viewer, row.userId)),
    ),
  ),
  steps: new DataLoader(async (ids) =>
    grouped(
      ids,
      await source.getRepository(Step).find({ where: { tutorialId: In(ids) }, order: { stepNumber: "ASC" } }),
      (row) => row.tutorialId,
      100,
    ),
  ),
  storiesOf: new DataLoader(async (ids) =>
    grouped(
      ids,
      (await source.getRepository(Story).find({ where: { drawingId: In(ids) }, order: newestFirst })).filter((row) =>
        mayRead(viewer, row.userId),
      ),
      (row) => row.drawingId,
      3,
    ),
  ),
});

class Resolvers {
  async user(id, { viewer }) {
    return mayRead(viewer, id) ? source.getRepository(User).findOneBy({ id }) : null;
  }
  async story(id, { viewer }) {
    const story = await source.getRepository(Story).findOneBy({ id });
    return story && mayRead(viewer, story.userId) ? story : null;
  }
  async stories(first, after, { viewer }) {
    const query = source
      .getRepository(Story)
      .createQueryBuilder("s")
      .orderBy("s.created_at", "DESC")
      .addOrderBy("s.id", "DESC")
      .limit(first)
      .addSelect("s.created_at::text", "cursor_at");
    if (!viewer.isAdmin) query.andWhere("s.user_id = :owner", { owner: viewer.id });
    if (after) {
      const [at, id] = placeOf(after);
      query.andWhere("(s.created_at, s.id) < (:at::timestamptz, :id::uuid)", { at, id });
    }
    const { entities: nodes, raw } = await query.getRawAndEntities();
    const last = nodes.at(-1);
    return { nodes, pageInfo: { endCursor: last ? cursorOf({ cursorAt: raw.at(-1).cursor_at, id: last.id }) : null } };
  }
  async tutorials(first) {
    return { nodes: await source.getRepository(Tutorial).find({ order: newestFirst, take: first }) };
  }
}
const method = (Class, name, decorators, params) => {
  for (const decorator of decorators) decorator(Class.prototype, name, Object.getOwnPropertyDescriptor(Class.prototype, name));
  for (const [index, parameter] of params.entries()) parameter(Class.prototype, name, index);
};
const id = Arg("id", () => ID);
const first = Arg("first", () => Int, { defaultValue: 20 });
method(Resolvers, "user", [Query(() => User, { nullable: true })], [id, Ctx()]);
method(Resolvers, "story", [Query(() => Story, { nullable: true })], [id, Ctx()]);
method(Resolvers, "stories", [Query(() => Stories)], [first, Arg("after", () => String, { nullable: true }), Ctx()]);
method(Resolvers, "tutorials", [Query(() => Tutorials)], [first]);
Resolver()(Resolvers);

class UserResolvers {
  async drawings(user, first) {
    return { nodes: await source.getRepository(Drawing).find({ where: { userId: user.id }, order: newestFirst, take: first }) };
  }
  async stories(user, first) {
    const [nodes, totalCount] = await source
      .getRepository(Story)
      .findAndCount({ where: { userId: user.id }, order: newestFirst, take: first });
    return { nodes, totalCount };
  }
}
method(UserResolvers, "drawings", [FieldResolver(() => Drawings)], [Root(), first]);
method(UserResolvers, "stories", [FieldResolver(() => Stories)], [Root(), first]);
Resolver(() => User)(UserResolvers);

class DrawingResolvers {
  tutorial(drawing, { loaders }) {
    return drawing.tutorialId && loaders.tutorial.load(drawing.tutorialId);
  }
  async stories(drawing, _first, { loaders }) {
    return { nodes: await loaders.storiesOf.load(drawing.id) };
  }
}
method(DrawingResolvers, "tutorial", [FieldResolver(() => Tutorial, { nullable: true })], [Root(), Ctx()]);
method(DrawingResolvers, "stories", [FieldResolver(() => Stories)], [Root(), first, Ctx()]);
Resolver(() => Drawing)(DrawingResolvers);

class StoryResolvers {
  drawing(story, { loaders }) {
    return story.drawingId && loaders.drawing.load(story.drawingId);
  }
}
method(StoryResolvers, "drawing", [FieldResolver(() => Drawing, { nullable: true })], [Root(), Ctx()]);
Resolver(() => Story)(StoryResolvers);

class TutorialResolvers {
  steps(tutorial, { loaders }) {
    return loaders.steps.load(tutorial.id);
  }
  description(tutorial, language) {
    const [own, other] =
      language === "DE" ? [tutorial.descriptionDe, tutorial.descriptionEn] : [tutorial.descriptionEn, tutorial.descriptionDe];
    return own?.trim() ? own : other;
  }
}
method(TutorialResolvers, "steps", [FieldResolver(() => [Step])], [Root(), Ctx()]);
method(
  TutorialResolvers,
  "description",
  [FieldResolver(() => String, { nullable: true })],
  [Root(), Arg("language", () => Language, { defaultValue: "EN" })],
);
Resolver(() => Tutorial)(TutorialResolvers);

const schema = await buildSchema({
  resolvers: [Resolvers, UserResolvers, DrawingResolvers, StoryResolvers, TutorialResolvers],
  validate: false,
});
const server = new ApolloServer({ schema, introspection: false });
await server.start();
const app = Fastify();
await app.register(fastifyApollo(server), {
  path: "/graphql",
  context: async ({ headers }) => {
    const viewer = await viewerOf(pool, headers.authorization);
    return { viewer, loaders: loadersOf(viewer) };
  },
});
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
