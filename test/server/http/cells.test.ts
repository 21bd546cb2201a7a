import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type HaProxy, startHaProxy } from "../../support/haProxy.js";
import { describeBehindHaProxy } from "../../support/onServer.js";
import { openDatabase, type TestDatabase } from "../../support/openDatabase.js";
import { killStarted, startService } from "../../support/startService.js";
import type { Answer } from "../../support/TestApi.js";
import { World } from "../../support/World.js";

/** The rules of docs/scale.md. */
const RULES = `
  http-request set-var(txn.account) req.hdr(authorization),word(2,' '),word(1,.)
  http-request set-var(txn.account) req.cook(__Host-novadraw-session),word(1,.) if !{ req.hdr(authorization) -m found }
  use_backend %[var(txn.account),map(FOLDER/accounts.map)]
  default_backend first`;

interface SignedIn {
  readonly token: string;
  readonly id: string;
}

/** The token of a session names its account, so that a proxy knows the database of a request before anything is read. */
describeBehindHaProxy("two databases, each with a service of its own, behind one proxy", () => {
  let databases: readonly TestDatabase[];
  let proxy: HaProxy;
  let anna: SignedIn;
  let ben: SignedIn;
  beforeAll(async () => {
    databases = [await openDatabase(), await openDatabase()];
    const [first, second] = await Promise.all(databases.map(serve));
    anna = await signUp(first ?? "", "anna@example.org");
    ben = await signUp(second ?? "", "ben@example.org");
    const accounts = { "accounts.map": `${anna.id} first\n${ben.id} second\n` };
    proxy = await startHaProxy(RULES, { first: first ?? "", second: second ?? "" }, accounts);
  });
  afterAll(async () => {
    await proxy.stop();
    killStarted();
    for (const database of databases) await database.close();
  });

  const me = async (headers: Record<string, string>) =>
    (await ask(proxy.url, "{ me { email } }", headers)).data?.me?.email as string | undefined;

  it("sends each account's requests where the account lives", async () => {
    expect(await me({ authorization: `Bearer ${anna.token}` })).toBe("anna@example.org");
    expect(await me({ authorization: `Bearer ${ben.token}` })).toBe("ben@example.org");
    const cookie = `other=1; __Host-novadraw-session=${ben.token}`;
    expect(await me({ cookie, "apollo-require-preflight": "1" })).toBe("ben@example.org");
  });

  it("sends what names no account to the first: older tokens, and who is not signed in", async () => {
    const world = new World(databases[0]?.database as TestDatabase["database"]);
    const older = await world.token(await world.user({ email: "carla@example.org" }));

    expect(older).not.toContain(".");
    expect(await me({ authorization: `Bearer ${older}` })).toBe("carla@example.org");
    expect(await ask(proxy.url, "{ me { email } }", {})).toEqual({ data: { me: null } });
  });

  it("writes where the account lives", async () => {
    const rename = 'mutation { updateMe(input: { name: "Benjamin" }) { name } }';
    const { data } = await ask(proxy.url, rename, { authorization: `Bearer ${ben.token}` });

    expect(data).toEqual({ updateMe: { name: "Benjamin" } });
    const names = await Promise.all(
      databases.map(({ database }) => database.query("SELECT name FROM users WHERE id = $1", [ben.id])),
    );
    expect(names).toEqual([[], [{ name: "Benjamin" }]]);
  });

  it("refuses a token whose account was put in by hand, wherever that leads", async () => {
    const forged = [ben.token.replace(ben.id, anna.id), anna.token.replace(anna.id, ben.id), ben.token.slice(37)];
    const codes = forged.map(async (token) => {
      const { errors } = await ask(proxy.url, "{ me { email } }", { authorization: `Bearer ${token}` });
      return errors?.[0]?.extensions.code;
    });

    expect(await Promise.all(codes)).toEqual(Array(3).fill("UNAUTHENTICATED"));
  });
});

async function serve({ url = "" }: TestDatabase): Promise<string> {
  const service = startService({ DATABASE_URL: url, BCRYPT_COST: "4", SESSION_COOKIES: "true" });
  const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
  await service.says(/"ready"/);
  return address;
}

async function signUp(address: string, email: string): Promise<SignedIn> {
  const input = `{ email: "${email}", password: "a quiet fox draws whales" }`;
  const { data } = await ask(address, `mutation { signUp(input: ${input}) { token user { id } } }`, {});
  const { token, user } = data.signUp as { token: string; user: { id: string } };
  expect(token.split(".")).toEqual([user.id, expect.stringMatching(/^[\w-]{43}$/)]);
  return { token, id: user.id };
}

type Asked = Partial<Pick<Answer, "data" | "errors">>;

async function ask(address: string, query: string, headers: Record<string, string>): Promise<Asked> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Asked;
}
