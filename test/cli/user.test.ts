import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeOnServer } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";
import { TestApi } from "../support/TestApi.js";

describeOnServer("npm run user", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const run = (...words: string[]) => runProgram("user", words, { DATABASE_URL: api.opened.url ?? "" });

  it("promotes and demotes an account, at its next request", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const code = () => api.codeOf("{ users { totalCount } }", { token });

    const promoted = await run("promote", ` ${user.email.toUpperCase()}`);
    const asAdmin = await code();
    const demoted = await run("demote", user.email);

    expect(promoted).toMatchObject({ code: 0, output: "The account is an admin now.\n" });
    expect(demoted).toMatchObject({ code: 0, output: "The account is a user now.\n" });
    expect([asAdmin, await code()]).toEqual([undefined, "FORBIDDEN"]);
  });

  it("counts the good sessions of an account, and ends them", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    await api.world.token(user, new Date(Date.now() - 1));

    const counted = await run("sessions", user.email);
    const before = (await api.ask("{ me { id } }", { token })).status;
    const ended = await run("sessions", user.email, "--end");

    expect([counted.output, ended.output]).toEqual(["Good sessions: 1. Add --end to end them.\n", "Sessions ended: 1.\n"]);
    expect([before, (await api.ask("{ me { id } }", { token })).status]).toEqual([200, 401]);
  });

  it("hands out links that reset the password and verify the email, once each, in place of earlier ones", async () => {
    const user = await api.world.user();
    const pages = {
      DATABASE_URL: api.opened.url ?? "",
      PASSWORD_RESET_URL: "https://app.example.org/reset#{token}",
    };
    const earlier = await run("reset-link", user.email);

    const reset = await runProgram("user", ["reset-link", user.email.toUpperCase()], pages);
    const verify = await run("verify-link", user.email);

    const [, linked] =
      /^https:\/\/app\.example\.org\/reset#([\w-]{43})\nThe link works once, until .*Z\. Hand it to the/.exec(reset.output) ??
      [];
    const [token] = verify.output.split("\n");
    expect([earlier.code, reset.code, verify.code]).toEqual([0, 0, 0]);
    expect(verify.output).toMatch(
      /\nThe token is for the mutation verifyEmail; set EMAIL_VERIFICATION_URL to get a link\. It works once/,
    );
    const resetBy = (given = "") =>
      api.ask("mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }", {
        variables: { input: { token: given, newPassword: "a better secret" } },
      });
    expect((await resetBy(earlier.output.split("\n")[0])).errors[0]?.extensions.fields?.[0]?.code).toBe("LINK_ENDED");
    expect((await resetBy(linked)).data).toEqual({ resetPassword: true });
    expect((await api.ask(`mutation { verifyEmail(token: "${token}") }`)).data).toEqual({ verifyEmail: true });
    expect((await run("reset-link", "nobody@example.org")).code).toBe(1);
  });

  it("says in a sentence what was not done, with an exit code", async () => {
    const unknown = await run("promote", "nobody@example.org");
    const misspelled = await run("promte", "nobody@example.org");
    const unreachable = await runProgram("user", ["demote", "a@example.org"], {
      DATABASE_URL: "postgresql://u:s3cret@127.0.0.1:1/db?connect_timeout=1",
    });

    expect(unknown).toMatchObject({ code: 1, output: "There is no account with this email. Check its spelling.\n" });
    expect([misspelled.code, unreachable.code]).toEqual([2, 1]);
    expect(unreachable.output).toMatch(/\nThe database cannot be reached: nothing listens .*\n$/);
  });
});
