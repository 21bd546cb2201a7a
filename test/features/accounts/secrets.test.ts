import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { MailServer } from "../../support/MailServer.js";
import { describeOnServer } from "../../support/onServer.js";
import { openDatabase, type TestDatabase } from "../../support/openDatabase.js";
import { killStarted, startService } from "../../support/startService.js";
import { documents, PAGES, tokenIn } from "./RecoveryActs.js";

const PASSWORDS = ["first-passphrase-x", "second-passphrase-y", "wrong-passphrase-z", "third-passphrase-w"];
const EMAIL = "secretive@example.org";

/** Passwords and tokens stay secret, with everything logged that can be: docs/guarantees.md#a6. */
describeOnServer("passwords, hashes and tokens", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
  });
  afterEach(killStarted);
  afterAll(() => opened.close());

  it("are in no log line, and in no answer but the one that hands out a token", async () => {
    const mail = await MailServer.start({ account: ["nova", "the-mailbox-password"] });
    const logged = { SQL_ECHO: "true", LOG_LEVEL: "trace" };
    const environment = { DATABASE_URL: opened.url ?? "", BCRYPT_COST: "4", SMTP_URL: mail.url, ...PAGES, ...logged };
    const service = startService({ ...environment, SLOW_STATEMENT_MS: "1" });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/"ready"/);
    const answers: string[] = [];
    const tokens: string[] = [];
    const ask = async (query: string, input?: object, token = tokens.at(-1)): Promise<void> => {
      const response = await fetch(`${address}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables: { input } }),
      });
      const text = await response.text();
      const handedOut = /"token":"([^"]+)"/.exec(text)?.[1];
      if (handedOut) tokens.push(handedOut);
      answers.push(handedOut ? text.replace(handedOut, "") : text);
    };
    const [first, second, wrong, third] = PASSWORDS;

    await ask("mutation ($input: SignUpInput!) { signUp(input: $input) { token user { email } } }", {
      email: EMAIL,
      password: first,
    });
    await ask("mutation ($input: SignUpInput!) { signUp(input: $input) { token } }", { email: EMAIL, password: wrong });
    await ask("mutation ($input: SignUpInput!) { signUp(input: $input) { token } }", { email: "x", password: wrong });
    await ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", { email: EMAIL, password: first });
    await ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", { email: EMAIL, password: wrong });
    await ask("mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { email } }", {
      email: EMAIL,
      currentPassword: wrong,
    });
    await ask("mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }", {
      currentPassword: first,
      newPassword: second,
    });
    await ask("{ me { email sessions { id userAgent } } }");
    await ask("{ me { id } }", undefined, "no-such-token-at-all");
    await ask("mutation { signOut }");
    // What greets the account, and tells of its new password.
    const links = [await mail.next(), await mail.next()].map(tokenIn).filter((token) => token !== "");
    // The mail server quotes the address as it refuses a mail.
    mail.refuse(550);
    await ask(documents.request, { email: EMAIL }, "");
    await service.says(/"isGivenUp":true/);
    await ask(documents.request, { email: EMAIL }, "");
    links.push(tokenIn(await mail.next()));
    await ask(documents.reset, { token: links[1], newPassword: third }, "");
    await ask(documents.reset, { token: links[1], newPassword: third }, "");
    const hashes = await opened.database.query<{ password: string }[]>("SELECT password FROM users");
    service.child.kill("SIGTERM");
    await service.exit;

    expect(tokens).toHaveLength(3);
    expect(service.output()).toContain("SQL ");
    expect(links.map(({ length }) => length)).toEqual([43, 43]);
    await mail.close();
    const secrets = [
      ...PASSWORDS,
      ...tokens,
      ...links,
      "the-mailbox-password",
      ...hashes.map(({ password }) => password),
      "$2b$",
      "no-such-token-at-all",
    ];
    for (const secret of secrets) {
      expect(answers.join("\n")).not.toContain(secret);
      expect(service.output()).not.toContain(secret);
    }
    expect(service.output()).not.toContain(EMAIL);
  });
});
