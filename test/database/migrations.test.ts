import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";
import { World } from "../support/World.js";

/** Tables, columns, constraints, indexes, triggers and functions, as the catalogue has them. */
const CATALOGUE = `
  SELECT string_agg(line, E'\\n' ORDER BY line) AS catalogue FROM (
    SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default, character_maximum_length) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  ) AS lines`;

describe("migrations", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
  });
  afterAll(() => opened.close());

  const catalogue = async () => (await opened.database.query(CATALOGUE))[0].catalogue as string;

  it("leave nothing for migration:generate to add", async () => {
    const { upQueries } = await opened.database.driver.createSchemaBuilder().log();

    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it("can be undone and done again, to the same catalogue", async () => {
    const before = await catalogue();
    for (const _ of opened.database.migrations) await opened.database.undoLastMigration({ transaction: "none" });
    const undone = await catalogue();
    await opened.database.runMigrations();

    expect(undone.match(/^(?!.*\bmigration(s|_positions|_checksums)).+$/gm) ?? []).toEqual([]);
    expect(await catalogue()).toBe(before);
  });

  it("keep updated_at in the database, whoever writes, and only when something changes", async () => {
    const tutorial = await new World(opened.database).tutorial({ updatedAt: new Date(0) });
    const update = async (subject: string) => {
      await opened.database.query("UPDATE tutorials SET subject = $1 WHERE id = $2", [subject, tutorial.id]);
      const [{ updated_at }] = await opened.database.query("SELECT updated_at FROM tutorials WHERE id = $1", [tutorial.id]);
      return (updated_at as Date).getTime();
    };

    expect(await update(tutorial.subject)).toBe(0);
    expect(await update("another")).toBeGreaterThan(0);
  });

  it("keep updated_at of every entity that has it", async () => {
    const { database } = opened;
    const world = new World(database);
    const user = await world.user();
    await world.tutorial({}, [{}]);
    await world.picture(user);
    const entities = database.entityMetadatas.filter((entity) => entity.findColumnWithPropertyName("updatedAt"));
    const tables = entities.map(({ tableName }) => tableName);
    for (const { target } of entities)
      if (!(await database.getRepository(target).exists())) await world.row(target, { userId: user.id });

    const untouched: string[] = [];
    for (const table of tables) {
      // The trigger overrules what the statement says.
      const [rows] = await database.query(`UPDATE ${table} SET updated_at = 'epoch' RETURNING updated_at`);
      const isTouched = rows.length > 0 && rows.every(({ updated_at }: { updated_at: Date }) => updated_at.getTime() > 0);
      if (!isTouched) untouched.push(table);
    }

    expect(untouched).toEqual([]);
    expect(tables.length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ["an email in upper case", "INSERT INTO users (email, password) VALUES ('Anna@example.org', 'x')"],
    ["an unknown role", "INSERT INTO users (email, password, role) VALUES ('a@example.org', 'x', 'KING')"],
    ["one email twice", "INSERT INTO users (email, password) VALUES ('b@example.org', 'x'), ('b@example.org', 'y')"],
    ["a negative number of steps", "INSERT INTO tutorials (category, subject, total_steps) VALUES ('a', 'b', -1)"],
    [
      "a step zero",
      "WITH t AS (INSERT INTO tutorials (category, subject, total_steps) VALUES ('a', 'b', 1) RETURNING id) INSERT INTO tutorial_steps (tutorial_id, step_number, instruction_en, instruction_de, image_url) SELECT id, 0, '', '', '' FROM t",
    ],
  ])("refuse %s", async (_what, sql) => {
    await expect(opened.database.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^235(05|14)$|^23503$/) });
  });

  it("let steps be renumbered by one statement", async () => {
    const tutorial = await new World(opened.database).tutorial({}, [{}, {}, {}]);

    await opened.database.query("UPDATE tutorial_steps SET step_number = step_number + 1 WHERE tutorial_id = $1", [
      tutorial.id,
    ]);

    const rows = await opened.database.query("SELECT step_number FROM tutorial_steps WHERE tutorial_id = $1 ORDER BY 1", [
      tutorial.id,
    ]);
    expect(rows).toEqual([{ step_number: 2 }, { step_number: 3 }, { step_number: 4 }]);
  });

  it("let a child's sessions, drawings and stories go with the account, and a story stay when its drawing goes", async () => {
    const world = new World(opened.database);
    const anna = await world.user();
    const drawing = await world.drawing(anna);
    const story = await world.story(anna, { drawingId: drawing.id });
    await world.token(anna);

    await opened.database.query("DELETE FROM drawings WHERE id = $1", [drawing.id]);
    const [left] = await opened.database.query("SELECT drawing_id FROM stories WHERE id = $1", [story.id]);
    await opened.database.query("DELETE FROM users WHERE id = $1", [anna.id]);
    const [counts] = await opened.database.query(
      "SELECT (SELECT count(*) FROM stories WHERE user_id = $1)::int AS stories, (SELECT count(*) FROM sessions WHERE user_id = $1)::int AS sessions",
      [anna.id],
    );

    expect([left, counts]).toEqual([{ drawing_id: null }, { stories: 0, sessions: 0 }]);
  });
});
