import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { generate } from "@graphql-codegen/cli";
import { buildSchema, isAbstractType, isObjectType, isScalarType, specifiedScalarTypes } from "graphql";
import { novadrawCodegen, schemaPath } from "../dist/codegen.js";
import { errorCodes, errorsIn, fieldCodes, secondsToWait } from "../dist/errors.js";
import { listChanges } from "../dist/listChanges.js";
import { Session } from "../dist/Session.js";
import { scalars } from "../dist/scalars.js";
import { connectionFields, possibleTypes } from "../dist/schemaTypes.js";
import { sessionFetch } from "../dist/sessionFetch.js";
import { graphcacheOptions } from "../dist/urql.js";
import { Server } from "./Server.mjs";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const readJson = (path) => JSON.parse(readFileSync(join(PROJECT, path), "utf8"));

/** The mutations after which every list is what it was. */
const CHANGE_NO_LIST = [
  "changePassword",
  "createPicture",
  "endSession",
  "eraseMe",
  "giveConsent",
  "requestEmailVerification",
  "requestExport",
  "requestPasswordReset",
  "resetPassword",
  "signIn",
  "signOut",
  "signOutEverywhere",
  "signUp",
  "verifyEmail",
  "withdrawConsent",
];

describe("the kit", () => {
  const schema = buildSchema(readFileSync(schemaPath, "utf8"));
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));

  it("has the version of the API", () => {
    assert.equal(readJson("client/package.json").version, readJson("package.json").version);
  });

  it("knows every list, every interface and every scalar of the schema", () => {
    const lists = types.filter(isObjectType).map((type) => [
      type.name,
      Object.values(type.getFields())
        .filter((field) => /Connection!?$/.test(String(field.type)))
        .map(({ name }) => name),
    ]);
    const sorted = (fields) => Object.fromEntries(Object.entries(fields).map(([type, names]) => [type, [...names].sort()]));

    assert.deepEqual(sorted(connectionFields), sorted(Object.fromEntries(lists.filter(([, names]) => names.length > 0))));
    assert.deepEqual(
      possibleTypes,
      Object.fromEntries(
        types.filter(isAbstractType).map((type) => [
          type.name,
          schema
            .getPossibleTypes(type)
            .map(({ name }) => name)
            .sort(),
        ]),
      ),
    );
    const own = types.filter((type) => isScalarType(type) && !specifiedScalarTypes.some(({ name }) => name === type.name));
    assert.deepEqual(Object.keys(scalars).sort(), own.map(({ name }) => name).sort());
    assert.deepEqual(readJson("client/dist/possibleTypes.json"), possibleTypes);
  });

  it("knows of every mutation what it does to lists", () => {
    const all = Object.keys(schema.getMutationType().getFields());

    assert.deepEqual([...Object.keys(listChanges), ...CHANGE_NO_LIST].sort(), all.sort());
  });

  it("tells urql of every object that has no id", () => {
    const objects = types.filter((type) => isObjectType(type) && !("id" in type.getFields()));
    // urql itself knows these to have none.
    const others = objects.filter(({ name }) => !/^(Query|Mutation|Subscription)$|(Connection|Edge)$/.test(name));

    assert.deepEqual(Object.keys(graphcacheOptions.keys).sort(), others.map(({ name }) => name).sort());
  });

  it("knows every code that the API documents", () => {
    const page = readFileSync(join(PROJECT, "docs/errors.md"), "utf8");
    const codesUnder = (heading) => {
      const [, after = ""] = page.split(`\n## ${heading}\n`);
      const [section = ""] = after.split(/\n##+ /);
      return [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
    };

    assert.deepEqual([...errorCodes].sort(), codesUnder("Codes").sort());
    assert.deepEqual([...fieldCodes].sort(), codesUnder("Field codes").sort());
  });
});

describe("Session", () => {
  it("outlives a page in its storage, and is gone from it when it ends", () => {
    const kept = new Map();
    const storage = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, value),
      removeItem: (key) => kept.delete(key),
    };
    new Session(storage).start("a-token");

    const later = new Session(storage);
    const { token } = later;
    later.end();

    assert.equal(token, "a-token");
    assert.equal(new Session(storage).token, null);
  });

  const fail = () => {
    throw new Error("The browser keeps nothing.");
  };
  const rejected = async () => fail();
  for (const [name, storage] of Object.entries({
    "cannot be asked for": fail,
    "is none": () => null,
    "fails to read": { getItem: fail, setItem: () => undefined, removeItem: () => undefined },
    "fails to write": { getItem: () => null, setItem: fail, removeItem: fail },
    "fails at everything, later": { getItem: rejected, setItem: rejected, removeItem: rejected },
    "has kept what is no token": { getItem: () => "kaputt \u0000\n€", setItem: () => undefined, removeItem: () => undefined },
    "has kept no text": { getItem: () => ({}), setItem: () => undefined, removeItem: () => undefined },
    "has kept an empty text": { getItem: () => "", setItem: () => undefined, removeItem: () => undefined },
  }))
    it(`lasts for the visit where the storage ${name}`, async () => {
      const session = new Session(storage);
      await session.ready;
      const before = session.token;
      session.start("a-token");
      const { token } = session;
      session.end();

      assert.deepEqual([before, token, session.token], [null, "a-token", null]);
    });

  it("reads a storage that answers later, and sends nothing before", async () => {
    const seen = [];
    const fetch = async (_url, { headers }) => {
      seen.push(headers.get("authorization"));
      return new Response("{}");
    };
    const storage = { getItem: async () => "a-token", setItem: async () => undefined, removeItem: async () => undefined };
    const session = new Session(storage);
    let changes = 0;
    session.subscribe(() => changes++);
    const atOnce = session.token;

    await sessionFetch(session, { fetch })("http://model/graphql", {});

    assert.deepEqual([atOnce, session.token, changes, seen], [null, "a-token", 1, ["Bearer a-token"]]);
  });

  it("takes a sign-in for newer than what a storage answers after it", async () => {
    const session = new Session({
      getItem: async () => "old",
      setItem: async () => undefined,
      removeItem: async () => undefined,
    });
    session.start("new");
    await session.ready;

    assert.equal(session.token, "new");
  });
});

describe("sessionFetch", () => {
  const LIMITED = { errors: [{ message: "", extensions: { code: "RATE_LIMITED", retryAfterSeconds: 1 } }] };
  let answers;
  let server;
  let url;
  let asked = 0;

  before(async () => {
    server = createServer((_request, response) => {
      asked++;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answers.shift()));
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => server?.close());

  const ask = async (given, options, init) => {
    answers = [...given];
    asked = 0;
    const response = await sessionFetch(new Session(), options)(url, init);
    return response.json();
  };

  it("waits as long as RATE_LIMITED says, and sends the request once more", async () => {
    const answer = await ask([LIMITED, { data: { me: null } }]);

    assert.deepEqual([answer, asked], [{ data: { me: null } }, 2]);
  });

  it("leaves a longer wait, and a second one, to the caller", async () => {
    const long = await ask([LIMITED], { maxWaitSeconds: 0.5 });
    const askedOnce = asked;
    const again = await ask([LIMITED, LIMITED]);

    assert.deepEqual([secondsToWait(long), askedOnce, errorsIn(again)[0].extensions.code, asked], [1, 1, "RATE_LIMITED", 2]);
  });

  it("sends nothing again of which a part was done", async () => {
    const partial = { ...LIMITED, data: { updateMe: { id: "1" }, changeEmail: null } };

    assert.deepEqual([await ask([partial]), asked], [partial, 1]);
  });

  it("asks again where a query or a sign-in was UNAVAILABLE, and leaves other mutations to the caller", async () => {
    const unavailable = { errors: [{ message: "", extensions: { code: "UNAVAILABLE", retryAfterSeconds: 0.1 } }] };
    const timesAsked = async (query) => {
      await ask([unavailable, unavailable], {}, { method: "POST", body: JSON.stringify({ query }) });
      return asked;
    };

    assert.equal(await timesAsked("{ me { id } }"), 2);
    assert.equal(await timesAsked("query Mine { me { id } } fragment F on User { id }"), 2);
    assert.equal(await timesAsked("mutation In($input: SignInInput!) { signIn(input: $input) { token user { id } } }"), 2);
    assert.equal(await timesAsked("mutation { updateMe(input: {}) { id } }"), 1);
    assert.equal(await timesAsked("mutation { signIn(input: {}) { token } signOutEverywhere }"), 1);
    assert.equal(await timesAsked("query A { me { id } } mutation B { signOutEverywhere }"), 1);
  });

  it("stops waiting when the caller aborts", async () => {
    const signal = AbortSignal.timeout(50);

    await assert.rejects(ask([LIMITED], {}, { signal }), { name: "TimeoutError" });
    assert.equal(asked, 1);
  });
});

describe("sessionFetch and the service's budget", () => {
  it("gets its answers, however fast it asks", async () => {
    const server = await Server.start({ BUDGET_ROWS: "300", BUDGET_ROWS_PER_SECOND: "2" });
    const session = new Session();
    session.start(await server.signIn("anna"));
    const statuses = [];
    const counting = async (...words) => {
      const response = await fetch(...words);
      statuses.push(response.status);
      return response;
    };
    const send = sessionFetch(session, { fetch: counting });
    const query = "{ me { name } }";
    const answers = [];

    // Each request uses at least a row of the budget.
    for (let count = 0; count < 400 && !statuses.includes(429); count++) {
      const response = await send(server.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
      answers.push(await response.json());
    }
    await server.stop();

    assert.ok(answers.every(({ data }) => data.me.name === "Anna"));
    assert.ok(statuses.includes(429));
  });
});

describe("a session in a cookie", () => {
  it("is opened by signIn, sent with each request, and ended by the service", async () => {
    const server = await Server.start({ SESSION_COOKIES: "true" });
    const session = new Session(undefined, "cookie");
    const jar = new Map();
    // What a browser does with cookies.
    const browser = async (url, init) => {
      const headers = new Headers(init.headers);
      if (init.credentials === "include" && jar.size > 0)
        headers.set("cookie", [...jar].map((pair) => pair.join("=")).join("; "));
      const response = await fetch(url, { ...init, headers });
      for (const cookie of response.headers.getSetCookie()) jar.set(...cookie.split(";")[0].split("="));
      return response;
    };
    const send = sessionFetch(session, { fetch: browser });
    const ask = async (query) => {
      const headers = { "content-type": "application/json" };
      return (await send(server.url, { method: "POST", headers, body: JSON.stringify({ query }) })).json();
    };

    const { data } = await ask(
      'mutation { signIn(input: { email: "anna@example.org", password: "novadraw-demo" }) { token } }',
    );
    session.start(data.signIn.token);
    const { me } = (await ask("{ me { name } }")).data;
    const isOpen = session.token !== null;
    const kept = new Map(jar);
    await ask("mutation { signOut }");
    for (const [name, value] of kept) jar.set(name, value);
    await ask("{ me { name } }");
    await server.stop();

    assert.deepEqual([data.signIn.token, me.name, isOpen, session.token], ["", "Anna", true, null]);
  });
});

describe("novadrawCodegen", () => {
  it("wrote the types of the gallery; npm run types in examples/gallery writes them anew", async () => {
    const gallery = join(PROJECT, "examples/gallery/src");
    const files = await generate({ ...novadrawCodegen(`${gallery}/*.graphql`, `${gallery}/gql/`), silent: true }, false);

    const old = files.filter(({ filename, content }) => readFileSync(filename, "utf8") !== content);
    assert.deepEqual(
      old.map(({ filename }) => filename),
      [],
    );
  });

  it("writes types with the scalars' own, and a manifest that the service accepts", async () => {
    const folder = mkdtempSync(join(tmpdir(), "novadraw-codegen-"));
    mkdirSync(join(folder, "src"));
    writeFileSync(
      join(folder, "src/page.graphql"),
      "query Page { tutorials(first: 2) { nodes { id createdAt thumbnailUrl } } }",
    );

    const files = await generate({ ...novadrawCodegen(join(folder, "src/*.graphql"), `${folder}/gql/`), silent: true }, true);
    const check = execFileSync(
      process.execPath,
      ["scripts/cli.mjs", "operations", "check", join(folder, "gql/persisted-documents.json")],
      {
        cwd: PROJECT,
        encoding: "utf8",
      },
    );
    rmSync(folder, { recursive: true });

    const text = files.map(({ content }) => content).join("\n");
    assert.match(text, /createdAt: string, thumbnailUrl: string \| null|createdAt: string, thumbnailUrl\??: string \| null/);
    assert.match(check, /Page/);
  });
});
