import { createHash, randomUUID } from "node:crypto";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { comparedNodes } from "./referenceReader.js";
import { World } from "./World.js";

/** Few instants, some only microseconds apart, so that orders have ties and near ties. */
const instants = [
  "2026-01-01T00:00:00.000000Z",
  "2026-01-01T00:00:00.000001Z",
  "2026-01-01T00:00:00.123456Z",
  "2026-06-30T12:00:00.999999Z",
] as const;
const blankable = ['Fox & "friends" \\ 🦊', "Zeichne\neinen Fuchs", " ", "", "\u00a0\u0085\u200b\ufeff"] as const;
const url = "https://images.example.org/a.png";

const when = { created_at: fc.constantFrom(...instants), updated_at: fc.constantFrom(...instants) };
const place = (count: number) => fc.nat({ max: count - 1 });

const worlds = fc.record({
  users: fc.array(
    fc.record({
      ...when,
      role: fc.constantFrom("USER", "USER", "ADMIN"),
      name: fc.constantFrom("Anna", "Bẹn 🎨", null),
      birthdate: fc.constantFrom("2017-04-30", null),
      language: fc.constantFrom("EN", "DE", null),
      email_verified_at: fc.constantFrom(null, ...instants),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  tutorials: fc.array(
    fc.record({
      ...when,
      category: fc.constantFrom("animals", "Animals", "Pflänzen"),
      subject: fc.constantFrom("ant", "bee", "Bee"),
      category_de: fc.constantFrom("Tiere", "tiere", "Pflanzen", " ", null),
      subject_de: fc.constantFrom("Biene", "\u200b", null),
      description_en: fc.constantFrom(...blankable, null),
      description_de: fc.constantFrom(...blankable, null),
      thumbnail_url: fc.constantFrom(url, null),
      steps: fc.array(
        fc.record({ ...when, instruction_en: fc.constantFrom(...blankable), instruction_de: fc.constantFrom(...blankable) }),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  drawings: fc.array(
    fc.record({
      ...when,
      owner: place(2),
      tutorial: fc.option(place(1)),
      edited: fc.array(fc.constant(url), { maxLength: 2 }),
    }),
    { maxLength: 12 },
  ),
  stories: fc.array(
    fc.record({
      ...when,
      owner: place(2),
      drawing: fc.option(place(12)),
      title: fc.constantFrom("ant", "bee", "cat"),
      story_text_en: fc.constantFrom(...blankable),
      story_text_de: fc.constantFrom(...blankable),
      is_favorite: fc.boolean(),
      made_by: fc.constantFrom(
        { origin: "AI", generation_time_ms: 1200, ai_model: null },
        { origin: "AI", generation_time_ms: null, ai_model: "a model" },
        { origin: "HUMAN", generation_time_ms: null, ai_model: null },
      ),
    }),
    { maxLength: 16 },
  ),
});

export type RandomWorld = typeof worlds extends fc.Arbitrary<infer World> ? World : never;
export const randomWorld: fc.Arbitrary<RandomWorld> = worlds;

/** Replaces what the database holds. Returns the token of every user, in order; the last user is always an admin's sight. */
export async function store(database: DataSource, world: RandomWorld): Promise<{ userIds: string[]; tokens: string[] }> {
  // In this order nothing that the service still writes down of admins stands in the way, holding what comes next.
  await database.query("TRUNCATE admin_reads, users, tutorials CASCADE");
  const users = world.users.map((user, index) => ({
    id: randomUUID(),
    email: `u${index}@example.org`,
    password: "none",
    ...user,
  }));
  const tutorials = world.tutorials.map(({ steps, ...tutorial }) => ({
    id: randomUUID(),
    total_steps: steps.length,
    ...tutorial,
  }));
  const steps = world.tutorials.flatMap(({ steps }, index) =>
    steps.map((step, number) => ({
      id: randomUUID(),
      tutorial_id: tutorials[index]?.id,
      step_number: number + 1,
      image_url: url,
      ...step,
    })),
  );
  const drawings = world.drawings.map(({ owner, tutorial, edited, ...drawing }) => ({
    id: randomUUID(),
    user_id: users[owner]?.id,
    tutorial_id: tutorial === null ? null : tutorials[tutorial]?.id,
    edited_images_urls: edited,
    uploaded_image_url: null,
    ...drawing,
  }));
  const stories = world.stories.map(({ owner, drawing, made_by, ...story }) => ({
    id: randomUUID(),
    user_id: users[owner]?.id,
    drawing_id: (drawing !== null && drawings[drawing]?.id) || null,
    image_url: url,
    ...made_by,
    ...story,
  }));
  const tokens = users.map(({ id }) => `token-of-${id}`);
  const sessions = users.map(({ id }, index) => ({
    id: randomUUID(),
    user_id: id,
    token_hash: `\\x${createHash("sha256")
      .update(tokens[index] ?? "")
      .digest("hex")}`,
    created_at: "2026-01-01T00:00:00Z",
    last_used_at: "2999-01-01T00:00:00Z",
    expires_at: "2999-01-01T00:00:00Z",
  }));
  for (const [table, rows] of Object.entries({ users, tutorials, tutorial_steps: steps, drawings, stories, sessions }))
    await database.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [
      JSON.stringify(rows),
    ]);
  // Each account has two rows of every other table that plain readers know.
  const known = ["users", "tutorials", "tutorial_steps", "drawings", "stories"];
  const others = database.entityMetadatas.filter(
    ({ name, tableName }) => comparedNodes.includes(name) && !known.includes(tableName),
  );
  const builder = new World(database);
  for (const { target } of others)
    for (const { id: userId } of users) for (const _ of [1, 2]) await builder.row(target, { userId });
  return { userIds: users.map(({ id }) => id), tokens };
}
