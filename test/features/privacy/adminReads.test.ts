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
