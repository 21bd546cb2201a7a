import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { MailServer } from "../support/MailServer.js";
import { describeOnServer } from "../support/onServer.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";
import { killStarted, startService } from "../support/startService.js";
import { World } from "../support/World.js";

describeOnServer("a service", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
  });
  afterEach(killStarted);
  afterAll(() => opened.close());

  const settings = (more: Record<string, string>) => ({ DATABASE_URL: opened.url ?? "", NODE_ENV: "production", ...more });

  describe("with a mail server", () => {
    it("sends the mails that were asked for before it stops", async () => {
      const mail = await MailServer.start();
      const { email } = await new World(opened.database).user();
      const service = startService(
        settings({
          SMTP_URL: mail.url,
          MAIL_FROM: "no-reply@example.org",
          PASSWORD_RESET_URL: "https://app.example.org/reset#{token}",
          EMAIL_VERIFICATION_URL: "https://app.example.org/verify#{token}",
        }),
      );
      const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
      await service.says(/"ready"/);

      const answer = await fetch(`${address}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: `mutation { requestPasswordReset(input: { email: "${email}" }) }` }),
      });
      service.child.kill("SIGTERM");

      expect(await answer.json()).toEqual({ data: { requestPasswordReset: true } });
      expect(await service.exit).toBe(0);
      expect((await mail.next()).to).toEqual([email]);
      await mail.close();
    });
  });

  describe("without a mail server", () => {
    it("says at start how links are handed out", async () => {
      const service = startService(settings({}));

      const [line] = await service.says(/^.*SMTP_URL is not set.*\}$/m);

      expect(JSON.parse(line)).toMatchObject({
        level: 40,
        msg: "SMTP_URL is not set: no mail is sent. Hand links out with npm run user -- reset-link EMAIL and verify-link EMAIL.",
      });
    });
  });
});
