import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { Role } from "../../../src/entities/Role.js";
import type { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);

describe("an operation in which an admin could read children's rows", () => {
  let api: TestApi;
  let anna: User;
  let admin: User;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  beforeEach(async () => {
    await api.opened.database.query("DELETE FROM admin_reads");
    anna = await api.world.user({ password: hash });
    admin = await api.world.user({ role: Role.ADMIN });
    token = await api.world.token(admin);
  });
  afterAll(() => api.close());

  const rows = () =>
    api.opened.database.query("SELECT admin_id, user_id, operation FROM admin_reads ORDER BY read_at, user_id");
  /** What is written down, once the read of this operation is: reads are written in their order, soon after their answers. */
  async function writtenUpTo(operation: string) {
    for (;;) {
      const found = await rows();
      if (found.some((row: { operation: string }) => row.operation === operation)) return found;
      await wait(10);
    }
  }

  it("is written down with who, which operation and which account, also where it names what belongs to one", async () => {
    const story = await api.world.story(anna);

    await api.ask(`query Look { story(id: "${story.id}") { title } user(id: "${anna.id}") { name } }`, { token });

    expect(await writtenUpTo("Look")).toEqual([{ admin_id: admin.id, user_id: anna.id, operation: "Look" }]);
  });

  it("is written down without an account where it reads lists", async () => {
    await api.ask("query List { stories { nodes { title } } tutorials { nodes { drawings { nodes { id } } } } }", { token });

    expect(await writtenUpTo("List")).toEqual([{ admin_id: admin.id, user_id: null, operation: "List" }]);
  });

  it("is written down for each account that it names, by aliases, fragments, node(id), filters and variables", async () => {
    const [ben, clara, dora] = [await api.world.user(), await api.world.user(), await api.world.user()];
    const [drawing, story] = [await api.world.drawing(ben), await api.world.story(clara)];
    const query = `query Look($id: ID!, $filter: StoryFilter) {
      a: user(id: "${anna.id}") { ...Named } b: node(id: $id) { ... on Drawing { createdAt } }
      stories(filter: $filter) { nodes { title } }
      me { stories(filter: { drawingId: "${(await api.world.drawing(dora)).id}" }) { nodes { title } } }
    } fragment Named on User { name }`;

    await api.ask(query, { token, variables: { id: drawing.id.toUpperCase(), filter: { ids: [story.id] } } });

    const found = await writtenUpTo("Look");
    expect(found.map(({ user_id }: { user_id: string | null }) => user_id).sort()).toEqual(
      [anna.id, ben.id, clara.id, null].sort(),
    );
  });

  it("is written down where it leads from a row that everyone may read to what belongs to anyone", async () => {
    const tutorial = await api.world.tutorial();
    const drawing = await api.world.drawing(anna, { tutorialId: tutorial.id });
    const drawings = "drawings { nodes { user { email } } }";

    await api.ask(`query A { tutorial(id: "${tutorial.id}") { ${drawings} } }`, { token });
    await api.ask(`query B { drawing(id: "${drawing.id}") { tutorial { ${drawings} } } }`, { token });
    await api.ask(`query C { me { drawings { nodes { tutorial { ${drawings} } } } } }`, { token });
    await api.ask(`query D { drawing(id: "${drawing.id}") { user { drawings { nodes { id } } } } }`, { token });
    await api.ask("query E { me { drawings { nodes { id } } stories { nodes { title } } } }", { token });
    await api.ask("query F { stories { nodes { title } } }", { token });

    await writtenUpTo("F");
    const found = await api.opened.database.query("SELECT operation, user_id FROM admin_reads ORDER BY operation, user_id");
    expect(found).toEqual([
      { operation: "A", user_id: null },
      { operation: "B", user_id: anna.id },
      { operation: "B", user_id: null },
      { operation: "C", user_id: null },
      { operation: "D", user_id: anna.id },
      { operation: "F", user_id: null },
    ]);
  });

  it("is written down where it is a mutation that reads back what belongs to others", async () => {
    const tutorial = await api.world.tutorial();
    await api.ask(`mutation Role { setUserRole(userId: "${anna.id}", role: USER) { email } }`, { token });
    await api.ask(
      `mutation Change { updateTutorial(id: "${tutorial.id}", input: { subject: "owl" }) { drawings { nodes { id } } } }`,
      { token },
    );

    await writtenUpTo("Change");
    expect(await api.opened.database.query("SELECT operation, user_id FROM admin_reads ORDER BY operation DESC")).toEqual([
      { operation: "Role", user_id: anna.id },
      { operation: "Change", user_id: null },
    ]);
  });

  it("is told apart from what shows nobody else, and from what children read", async () => {
    await api.ask("{ me { name } tutorials { nodes { subject } } }", { token });
    await api.ask("{ me { name } stories { nodes { title } } }", { token: await api.world.token(anna) });
    await api.ask("query Last { stories { nodes { title } } }", { token });

    expect(await writtenUpTo("Last")).toEqual([{ admin_id: admin.id, user_id: null, operation: "Last" }]);
  });

  it("is in the copy of the child that it concerns, without the admin", async () => {
    const own = await api.world.token(anna);
    await api.ask(`query Look { user(id: "${anna.id}") { name } }`, { token });
    await writtenUpTo("Look");
    const request = "mutation ($password: String!) { requestExport(currentPassword: $password) { url } }";

    const { data } = await api.ask(request, { token: own, variables: { password } });
    const copy = await api.http.inject({ method: "GET", url: new URL(data.requestExport.url).pathname });

    expect(copy.json().tables.admin_reads).toMatchObject([{ user_id: anna.id, operation: "Look" }]);
    expect(copy.body).not.toContain(admin.id);
  });

  it("is written down together with others, each with what it named", async () => {
    const ben = await api.world.user();
    const drawing = await api.world.drawing(ben);

    const named = Array.from({ length: 20 }, (_, number) => `query Many${number} { user(id: "${anna.id}") { name } }`);
    const mixed = `query Many20 { drawing(id: "${drawing.id}") { id } stories { nodes { title } } }`;
    await Promise.all([...named, mixed].map((query) => api.ask(query, { token })));
    await api.ask("query Last { stories { nodes { title } } }", { token });

    const found = await writtenUpTo("Last");
    expect(found.filter((row: { user_id: string }) => row.user_id === anna.id)).toHaveLength(20);
    const ofLast = found.filter((row: { operation: string }) => row.operation === "Many20");
    expect(ofLast.map((row: { user_id: string }) => row.user_id)).toEqual([ben.id, null]);
    const times = await api.opened.database.query("SELECT count(DISTINCT xmin::text)::int AS writes FROM admin_reads");
    expect(times[0].writes).toBeLessThan(found.length / 2);
  });

  it("is not told while it cannot be written down, and what was told before is written down later", async () => {
    const { database } = api.opened;
    await database.query("ALTER TABLE admin_reads ADD CONSTRAINT nothing_for_now CHECK (operation IS NULL)");

    await api.ask("query Told { stories { nodes { title } } }", { token });
    const { answer: refused, name } = await untilRefused();
    await database.query("ALTER TABLE admin_reads DROP CONSTRAINT nothing_for_now");
    const answered = await api.ask("query After { stories { nodes { title } } }", { token });

    expect(refused.data).toBeFalsy();
    expect(answered.errors).toEqual([]);
    const operations = (await writtenUpTo("After")).map((row: { operation: string }) => row.operation);
    expect(operations).toContain("Told");
    expect(operations).not.toContain(name);

    async function untilRefused() {
      for (let number = 0; ; number++) {
        const name = `Try${number}`;
        const answer = await api.ask(`query ${name} { stories { nodes { title } } }`, { token });
        if (answer.errors.length > 0) return { answer, name };
        await wait(10);
      }
    }
  });

  it("is written down before the service ends", async () => {
    const ending = await TestApi.open();
    const theirs = await ending.world.token(await ending.world.user({ role: Role.ADMIN }));
    await ending.ask("query BeforeTheEnd { stories { nodes { title } } }", { token: theirs });

    await ending.http.close();

    expect(await ending.opened.database.query("SELECT operation FROM admin_reads")).toEqual([{ operation: "BeforeTheEnd" }]);
    await ending.close();
  });
});

describe("adminReads", () => {
  let api: TestApi;
  let anna: User;
  let ben: User;
  let ada: User;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    anna = await api.world.user({ name: "Anna" });
    ben = await api.world.user({ name: "Ben" });
    ada = await api.world.user({ name: "Ada", role: Role.ADMIN });
    token = await api.world.token(ada);
    const eve = await api.world.user({ name: "Eve", role: Role.ADMIN });
    for (const [minutes, admin, user, operation] of [
      [5, ada, anna, "First"],
      [4, eve, anna, "Second"],
      [3, ada, null, "Third"],
      [2, eve, ben, null],
      [1, null, ben, "Fifth"],
    ] as const)
      await api.opened.database.query(
        "INSERT INTO admin_reads (admin_id, user_id, operation, read_at) VALUES ($1, $2, $3, now() - $4 * interval '1 minute')",
        [admin?.id ?? null, user?.id ?? null, operation, minutes],
      );
  });
  afterAll(() => api.close());

  const READS = `query Reads($filter: AdminReadFilter, $first: Int, $after: String) {
    adminReads(filter: $filter, first: $first, after: $after) {
      nodes { admin { name } user { name } operation } totalCount pageInfo { hasNextPage endCursor } } }`;
  const told = (
    nodes: readonly { admin: { name: string } | null; user: { name: string } | null; operation: string | null }[],
  ) => nodes.map(({ admin, user, operation }) => [admin?.name, user?.name, operation]);

  it("tells an admin who read whose rows by which operation, newest first, in pages", async () => {
    // The first answer is not among its own rows, since its note is written after it.
    const ask = (after?: string) => api.ask(READS, { token, variables: { first: 3, after, filter: { adminId: ada.id } } });
    const ofAda = await ask();
    const ofAnna = await api.ask(READS, { token, variables: { filter: { userId: anna.id } } });
    const ofBen = await api.ask(READS, { token, variables: { first: 1, filter: { userId: ben.id } } });
    const { endCursor } = ofBen.data.adminReads.pageInfo;
    const next = await api.ask(READS, { token, variables: { first: 1, after: endCursor, filter: { userId: ben.id } } });

    expect(told(ofAda.data.adminReads.nodes)).toEqual([
      ["Ada", undefined, "Third"],
      ["Ada", "Anna", "First"],
    ]);
    expect(told(ofAnna.data.adminReads.nodes).filter(([, , operation]) => operation !== "Reads")).toEqual([
      ["Eve", "Anna", "Second"],
      ["Ada", "Anna", "First"],
    ]);
    expect(ofBen.data.adminReads.pageInfo.hasNextPage).toBe(true);
    expect(told([...ofBen.data.adminReads.nodes, ...next.data.adminReads.nodes])).toEqual([
      [undefined, "Ben", "Fifth"],
      ["Eve", "Ben", null],
    ]);
  });

  it("is itself written down", async () => {
    await api.ask("query LookAtReads { adminReads { nodes { id } } }", { token });

    for (let isWritten = false; !isWritten; await wait(10)) {
      const { data } = await api.ask("{ adminReads(first: 100) { nodes { operation admin { id } } } }", { token });
      isWritten = data.adminReads.nodes.some(
        (read: { operation: string; admin: { id: string } }) => read.operation === "LookAtReads" && read.admin.id === ada.id,
      );
    }
  });

  it("is for admins alone", async () => {
    const child = await api.world.token(anna);

    expect(await api.codeOf("{ adminReads { totalCount } }", { token: child })).toBe("FORBIDDEN");
    expect(await api.codeOf("{ adminReads { totalCount } }")).toBe("UNAUTHENTICATED");
  });
});
