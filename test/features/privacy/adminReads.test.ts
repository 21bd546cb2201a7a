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

  const written = () => api.opened.database.query("SELECT admin_id, user_id, operation FROM admin_reads ORDER BY user_id");

  it("is written down with who, which operation and which account, also where it names what belongs to one", async () => {
    const story = await api.world.story(anna);

    await api.ask(`query Look { story(id: "${story.id}") { title } user(id: "${anna.id}") { name } }`, { token });

    expect(await written()).toEqual([{ admin_id: admin.id, user_id: anna.id, operation: "Look" }]);
  });

  it("is written down without an account where it reads lists", async () => {
    await api.ask("query List { stories { nodes { title } } tutorials { nodes { drawings { nodes { id } } } } }", { token });

    expect(await written()).toEqual([{ admin_id: admin.id, user_id: null, operation: "List" }]);
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

    const rows = await written();
    expect(rows.map(({ user_id }: { user_id: string | null }) => user_id).sort()).toEqual(
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

    const rows = await api.opened.database.query("SELECT operation, user_id FROM admin_reads ORDER BY operation, user_id");
    expect(rows).toEqual([
      { operation: "A", user_id: null },
      { operation: "B", user_id: anna.id },
      { operation: "B", user_id: null },
      { operation: "C", user_id: null },
      { operation: "D", user_id: anna.id },
    ]);
  });

  it("is written down where it is a mutation that reads back what belongs to others", async () => {
    const tutorial = await api.world.tutorial();
    await api.ask(`mutation Role { setUserRole(userId: "${anna.id}", role: USER) { email } }`, { token });
    await api.ask(
      `mutation Change { updateTutorial(id: "${tutorial.id}", input: { subject: "owl" }) { drawings { nodes { id } } } }`,
      { token },
    );

    expect(await api.opened.database.query("SELECT operation, user_id FROM admin_reads ORDER BY operation DESC")).toEqual([
      { operation: "Role", user_id: anna.id },
      { operation: "Change", user_id: null },
    ]);
  });

  it("is told apart from what shows nobody else, and from what children read", async () => {
    await api.ask("{ me { name } tutorials { nodes { subject } } }", { token });
    await api.ask("{ me { name } stories { nodes { title } } }", { token: await api.world.token(anna) });

    expect(await written()).toEqual([]);
  });

  it("is in the copy of the child that it concerns, without the admin", async () => {
    const own = await api.world.token(anna);
    await api.ask(`query Look { user(id: "${anna.id}") { name } }`, { token });
    const request = "mutation ($password: String!) { requestExport(currentPassword: $password) { url } }";

    const { data } = await api.ask(request, { token: own, variables: { password } });
    const copy = await api.http.inject({ method: "GET", url: new URL(data.requestExport.url).pathname });

    expect(copy.json().tables.admin_reads).toMatchObject([{ user_id: anna.id, operation: "Look" }]);
    expect(copy.body).not.toContain(admin.id);
  });
});
