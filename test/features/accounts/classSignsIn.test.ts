import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { TestApi } from "../../support/TestApi.js";

const PUPILS = 60;
const password = "a secret of mine";
/** So cheap that a busy machine, too, has hashed for all of them before their deadline. */
const COST = 8;

describe("a class of sixty behind one address", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("gets in when all sign in at the same moment: a sign-in waits for its hash as long as it may take at all", async () => {
    const hash = await bcrypt.hash(password, COST);
    const pupils = await Promise.all(Array.from({ length: PUPILS }, () => api.world.user({ password: hash })));

    const answers = await Promise.all(
      pupils.map(({ email }) =>
        api.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token user { email } } }", {
          variables: { input: { email, password } },
          address: "192.0.2.60",
        }),
      ),
    );

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(answers.map(({ data }) => data.signIn.user.email)).toEqual(pupils.map(({ email }) => email));
  });
});
