// npm run reset: whether the time of asking for a new password tells a known email from an unknown one, and whether that of the request
// after it does. TRIES (300) of each, in turns. Each email is used once, since three mails to one are the most.
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { askFromElsewhere } from "./askFromElsewhere.mjs";
import { compareTimes } from "./compareTimes.mjs";
import { openDatabase } from "./database.mjs";
import { startServer } from "./servers.mjs";
import { untilReady } from "./untilReady.mjs";

const REQUEST_RESET = "mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) }";
const tries = Number(process.env.TRIES ?? 300);
const database = await openDatabase(Number(process.env.SCALE ?? 1));
let mails = 0;
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData: (stream, _session, done) => {
    stream.resume().on("end", () => {
      mails++;
      done();
    });
  },
});
await new Promise((resolve) => mailServer.listen(0, "127.0.0.1", resolve));
const server = await startServer("novadraw", database.url, {
  TRUST_PROXY: "loopback",
  SMTP_URL: `smtp://127.0.0.1:${mailServer.server.address().port}`,
  MAIL_FROM: "no-reply@example.org",
  PASSWORD_RESET_URL: "https://app.example.org/reset#{token}",
  EMAIL_VERIFICATION_URL: "https://app.example.org/verify#{token}",
});
await untilReady(server.port);
const client = new pg.Client({ connectionString: database.url });
await client.connect();
await client.query(
  `INSERT INTO users (email, password) SELECT 'known' || number || '@example.org', 'none' FROM generate_series(0, $1::int) AS number
    ON CONFLICT (email) DO NOTHING`,
  [2 * tries],
);
await client.end();

async function timeOf(email) {
  const { data, errors, ms } = await askFromElsewhere(server.port, REQUEST_RESET, { input: { email } });
  if (data?.requestPasswordReset !== true) throw new Error(errors[0].extensions.code);
  return ms;
}

/** The time of the request that comes right after one for the email. */
async function timeAfter(email, index) {
  await timeOf(email);
  return timeOf(`follower${index}-${email}`);
}

console.log("asking for a new password:");
const isAlike = await compareTimes(
  tries,
  (index) => timeOf(`known${index}@example.org`),
  (index) => timeOf(`nobody${index}@example.org`),
);
console.log("the request after it:");
const isAlikeAfter = await compareTimes(
  tries,
  (index) => timeAfter(`known${tries + index}@example.org`, index),
  (index) => timeAfter(`nobody${tries + index}@example.org`, index),
);
// The last ones begin within a second and a half.
for (const until = Date.now() + 10_000; mails < 2 * tries && Date.now() < until; )
  await new Promise((resolve) => setTimeout(resolve, 50));
console.log(`mails: ${mails} of ${2 * tries}`);
await server.stop();
mailServer.close();
await database.close();
process.exitCode = isAlike && isAlikeAfter && mails === 2 * tries ? 0 : 1;
