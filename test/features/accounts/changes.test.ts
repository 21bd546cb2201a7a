import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { Role } from "../../../src/entities/Role.js";
import { TestApi } from "../../support/TestApi.js";

const secret = "a secret of mine";
const updateMe = "mutation ($input: UpdateMeInput!) { updateMe(input: $input) { name birthdate } }";
const changeEmail = "mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { email } }";
const changePassword = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token user { id } } }";
const setUserRole = "mutation ($id: ID!, $role: Role!) { setUserRole(userId: $id, role: $role) { id role } }";
const signIn = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";

describe("account", () => {
  let api: TestApi;
  let password: string;
  beforeAll(async () => {
    api = await TestApi.open();
    password = await bcrypt.hash(secret, 4);
  });
  afterAll(() => api.close());

  const account = async (columns = {}) => {
    const user = await api.world.user({ password, name: "Anna", birthdate: "2017-04-30", ...columns });
    return { user, token: await api.world.token(user) };
  };
  const fieldsOf = async (query: string, token: string, input: object) => {
    const { errors } = await api.ask(query, { token, variables: { input } });
    return errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`);
  };
  const isGood = async (token: string) => (await api.ask("{ me { id } }", { token })).status === 200;

  describe("updateMe mutation", () => {
    it("changes what is sent, clears what is null, and leaves the rest", async () => {
      const { token } = await account();

      const answers = [];
      for (const input of [{ name: "Änne" }, {}, { birthdate: null }])
        answers.push((await api.ask(updateMe, { token, variables: { input } })).data.updateMe);

      const renamed = { name: "Änne", birthdate: "2017-04-30" };
      expect(answers).toEqual([renamed, renamed, { name: "Änne", birthdate: null }]);
    });

    it("refuses what is too long, and a request without a token", async () => {
      const { token } = await account();

      expect(await fieldsOf(updateMe, token, { name: "🦊".repeat(51) })).toEqual(["input.name TOO_LONG"]);
      expect(await fieldsOf(updateMe, token, { name: "🦊".repeat(50) })).toBeUndefined();
      expect(await api.codeOf(updateMe, { variables: { input: { name: "x" } } })).toBe("UNAUTHENTICATED");
    });
  });

  describe("changeEmail mutation", () => {
    it("takes the new address in its one spelling when the password is right", async () => {
      const { user, token } = await account();

      const { data } = await api.ask(changeEmail, {
        token,
        variables: { input: { email: ` New-${user.email.toUpperCase()}`, currentPassword: secret } },
      });

      expect(data.changeEmail.email).toBe(`new-${user.email}`);
      const input = { email: `new-${user.email}`, password: secret };
      expect(await api.codeOf(signIn, { variables: { input } })).toBeUndefined();
    });

    it("refuses a wrong password, another account's address, what is no address, and a request without a token", async () => {
      const { token } = await account();
      const { user: other } = await account();

      expect(await fieldsOf(changeEmail, token, { email: "a@example.org", currentPassword: "wrong" })).toEqual([
        "input.currentPassword WRONG_PASSWORD",
      ]);
      expect(await fieldsOf(changeEmail, token, { email: "a", currentPassword: secret })).toEqual([
        "input.email INVALID_EMAIL",
      ]);
      const taken = { email: other.email, currentPassword: secret };
      expect(await api.codeOf(changeEmail, { token, variables: { input: taken } })).toBe("CONFLICT");
      expect(await api.codeOf(changeEmail, { variables: { input: taken } })).toBe("UNAUTHENTICATED");
    });

    it("counts addresses of other accounts as failures, and the account's own as none", async () => {
      const { user, token } = await account();
      const { user: other } = await account();
      const send = (email: string) =>
        api.codeOf(changeEmail, {
          token,
          variables: { input: { email, currentPassword: secret } },
          address: "192.0.2.201",
        });
      const codes = [];
      for (let count = 0; count < 11; count++) codes.push(await send(other.email));

      expect(codes).toEqual([...Array(10).fill("CONFLICT"), "RATE_LIMITED"]);
      expect(await send(user.email)).toBeUndefined();
    });

    it("is slowed down as sign-in is when the password is wrong", async () => {
      const { token } = await account();
      const asking = {
        token,
        variables: { input: { email: "b@example.org", currentPassword: "wrong" } },
        address: "192.0.2.200",
      };
      for (let count = 0; count < 10; count++) await api.ask(changeEmail, asking);

      expect((await api.ask(changeEmail, asking)).status).toBe(429);
    });
  });

  describe("changePassword mutation", () => {
    it("ends all other sessions, and gives this one another token", async () => {
      const { user, token } = await account();
      const other = await api.world.token(user);

      const { data } = await api.ask(changePassword, {
        token,
        variables: { input: { currentPassword: secret, newPassword: "another secret" } },
      });

      expect(data.changePassword.user.id).toBe(user.id);
      expect([await isGood(other), await isGood(token), await isGood(data.changePassword.token)]).toEqual([false, false, true]);
      const attempt = (given: string) => api.codeOf(signIn, { variables: { input: { email: user.email, password: given } } });
      expect([await attempt(secret), await attempt("another secret")]).toEqual(["WRONG_CREDENTIALS", undefined]);
    });

    it("refuses a wrong password, a bad new one, the email as password, and a request without a token", async () => {
      const { user, token } = await account();
      const fields = (currentPassword: string, newPassword: string) =>
        fieldsOf(changePassword, token, { currentPassword, newPassword });

      expect(await fields("wrong", "another secret")).toEqual(["input.currentPassword WRONG_PASSWORD"]);
      expect(await fields(secret, "password1")).toEqual(["input.newPassword COMMON_PASSWORD"]);
      expect(await fields(secret, user.email)).toEqual(["input.newPassword PASSWORD_IS_EMAIL"]);
      const input = { currentPassword: secret, newPassword: "another secret" };
      expect(await api.codeOf(changePassword, { variables: { input } })).toBe("UNAUTHENTICATED");
      expect(await isGood(token)).toBe(true);
    });

    it("changed twice at once changes once", async () => {
      const { user } = await account();
      const tokens = [await api.world.token(user), await api.world.token(user)];

      const answers = await Promise.all(
        tokens.map((token, index) =>
          api.ask(changePassword, {
            token,
            variables: { input: { currentPassword: secret, newPassword: `another secret ${index}` } },
          }),
        ),
      );

      const good = answers.filter(({ errors }) => errors.length === 0);
      expect(good).toHaveLength(1);
      expect(await isGood(good[0]?.data.changePassword.token)).toBe(true);
    });
  });

  describe("setUserRole mutation", () => {
    it("changes what the account may do at its next request", async () => {
      const { user, token } = await account();
      const { token: admin } = await account({ role: Role.ADMIN });
      const codes = [];

      codes.push(await api.codeOf("{ users { totalCount } }", { token }));
      const { data } = await api.ask(setUserRole, { token: admin, variables: { id: user.id, role: "ADMIN" } });
      codes.push(await api.codeOf("{ users { totalCount } }", { token }));
      await api.ask(setUserRole, { token: admin, variables: { id: user.id, role: "USER" } });
      codes.push(await api.codeOf("{ users { totalCount } }", { token }));

      expect(data.setUserRole).toEqual({ id: user.id, role: "ADMIN" });
      expect(codes).toEqual(["FORBIDDEN", undefined, "FORBIDDEN"]);
    });

    it("is for admins, and for accounts that exist", async () => {
      const { user, token } = await account();
      const { token: admin } = await account({ role: Role.ADMIN });
      const variables = { id: user.id, role: "ADMIN" };

      expect(await api.codeOf(setUserRole, { token, variables })).toBe("FORBIDDEN");
      expect(await api.codeOf(setUserRole, { variables })).toBe("UNAUTHENTICATED");
      const absent = { id: "6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d", role: "ADMIN" };
      expect(await api.codeOf(setUserRole, { token: admin, variables: absent })).toBe("NOT_FOUND");
    });
  });

  it("answers 401 from the request on that follows its deletion", async () => {
    const { user, token } = await account();
    await api.opened.database.query("DELETE FROM users WHERE id = $1", [user.id]);

    expect(await isGood(token)).toBe(false);
    expect(await api.codeOf(updateMe, { token, variables: { input: { name: "x" } } })).toBe("UNAUTHENTICATED");
  });
});
