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
