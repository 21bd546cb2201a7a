import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { Role } from "../../../src/entities/Role.js";
import type { User } from "../../../src/entities/User.js";
import { describeOnServer } from "../../support/onServer.js";
import { runProgram } from "../../support/runProgram.js";
import { TestApi } from "../../support/TestApi.js";

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);
const CONSENTS = "{ consents { id guardian method textVersion givenAt withdrawnAt } }";
const give = `mutation ($input: GiveConsentInput!) { giveConsent(input: $input) ${CONSENTS} }`;
const input = { guardian: "Anna's mother", textVersion: "2026-11", currentPassword: password };
const URL = "https://images.example.org/x.png";
const WRITES = [
  `createDrawing(input: { uploadedImageUrl: "${URL}" }) { id }`,
  `createStory(input: { title: "A", storyTextEn: "", storyTextDe: "", imageUrl: "${URL}" }) { id }`,
];

let api: TestApi;
let asking: TestApi;
let anna: User;
let token: string;
beforeAll(async () => {
  api = await TestApi.open();
  asking = await TestApi.over(api, { CONSENT: "required", CONSENT_AGE: "16" });
});
beforeEach(async () => {
  anna = await api.world.user({ password: hash, birthdate: "2017-04-30" });
  token = await api.world.token(anna);
});
afterAll(async () => {
  await asking.http.close();
  await api.close();
});

const codes = (service: TestApi, given = token) =>
  Promise.all(WRITES.map((write) => service.codeOf(`mutation { ${write} }`, { token: given })));
const REFUSED = ["CONSENT_REQUIRED", "CONSENT_REQUIRED"];
const TAKEN = [undefined, undefined];

describe("a guardian's consent", () => {
  it("is recorded with who, how, to which text and when; a new one takes the place of the one that holds", async () => {
    await api.ask(give, { token, variables: { input } });
    const { data } = await api.ask(give, { token, variables: { input: { ...input, textVersion: "2026-12" } } });

    expect(data.giveConsent.consents).toMatchObject([
      { guardian: "Anna's mother", method: "ONLINE", textVersion: "2026-12", withdrawnAt: null },
      { textVersion: "2026-11", withdrawnAt: expect.any(String) },
    ]);
  });

  it("is asked for before uploads and stories of a child, where the settings require it, and can be withdrawn", async () => {
    const before = await codes(asking);
    const { data } = await asking.ask(give, { token, variables: { input } });
    const during = await codes(asking);
    const [{ id }] = data.giveConsent.consents;
    const withdrawn = await asking.ask(`mutation { withdrawConsent(id: "${id}") ${CONSENTS} }`, { token });

    expect([before, during, await codes(asking)]).toEqual([REFUSED, TAKEN, REFUSED]);
    expect(withdrawn.data.withdrawConsent.consents[0].withdrawnAt).not.toBeNull();
    expect(await codes(api)).toEqual(TAKEN);
  });

  it("is asked for where no birthday is known, and not of who is old enough or an admin", async () => {
    const of = async (columns: Partial<User>) => codes(asking, await api.world.token(await api.world.user(columns)));

    expect(await of({ birthdate: null })).toEqual(REFUSED);
    expect(await of({ birthdate: "1990-01-01" })).toEqual(TAKEN);
    expect(await of({ role: Role.ADMIN })).toEqual(TAKEN);
  });

  it("is asked for before a child's birthday becomes another, where the settings require it", async () => {
    const birthday = (date: string) => `mutation { updateMe(input: { birthdate: "${date}" }) { birthdate } }`;
    const unknown = await api.world.token(await api.world.user({ birthdate: null }));

    const before = await asking.codeOf(birthday("1990-01-01"), { token });
    const [same, first] = [
      await asking.codeOf(birthday("2017-04-30"), { token }),
      await asking.codeOf(birthday("2017-04-30"), { token: unknown }),
    ];
    const again = await asking.codeOf(birthday("1990-01-01"), { token: unknown });
    await asking.ask(give, { token, variables: { input } });
    const after = await asking.codeOf(birthday("2017-04-29"), { token });

    expect([before, same, first, again, after]).toEqual([
      "CONSENT_REQUIRED",
      undefined,
      undefined,
      "CONSENT_REQUIRED",
      undefined,
    ]);
  });

  it("takes the password, and is not recorded where the settings say off", async () => {
    const off = await TestApi.over(api, { CONSENT: "off" });

    const wrong = await api.codeOf(give, { token, variables: { input: { ...input, currentPassword: "another" } } });
    const refused = await off.codeOf(give, { token, variables: { input } });
    await off.http.close();

    expect([wrong, refused]).toEqual(["BAD_USER_INPUT", "CONFLICT"]);
  });
});

describeOnServer("npm run user -- consent", () => {
  it("records the consent of a signed form", async () => {
    const { code } = await runProgram(
      "user",
      ["consent", anna.email, "--guardian", "Her school", "--method", "SCHOOL", "--text-version", "2026-11"],
      { DATABASE_URL: api.opened.url ?? "" },
    );

    expect([code, await codes(asking)]).toEqual([0, TAKEN]);
  });
});
