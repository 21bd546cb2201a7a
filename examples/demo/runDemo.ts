import { type Api, createApi, createLog, endOnUncaught } from "#engine";
import { migrate } from "#operations";
import { type Config, DEVELOPMENT_DEFAULTS } from "../../src/config.js";
import { createDataSource } from "../../src/createDataSource.js";
import { novadraw } from "../../src/novadraw.js";
import { nestedQuery, playgroundTabs } from "../../src/playgroundTabs.js";
import { warnOfSettings } from "../../src/warnOfSettings.js";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, loadDemoData } from "./data/loadDemoData.js";
import { demoPages, hasGallery } from "./demoPages.js";
import { pointPictures } from "./pointPictures.js";

interface Account {
  readonly email: string;
  readonly password: string;
}

/** The demo is for one person at one screen. */
export const DEMO_DEFAULTS = { ...DEVELOPMENT_DEFAULTS, HOST: "127.0.0.1", LOG_LEVEL: "warn" };

/**
 * Serves the demo from the embedded database, migrated and filled. It never touches the database of DATABASE_URL, because
 * accounts with a known password do not belong there.
 */
export async function runDemo({ database: { url, ...embedded }, ...config }: Config): Promise<void> {
  const account = { email: DEMO_ACCOUNTS[0], password: DEMO_PASSWORD };
  const log = createLog(config.logLevel);
  endOnUncaught(log);
  const settings = { ...config, hasPlayground: true, hasIntrospection: true, database: embedded };
  warnOfSettings(settings, log);
  const service = await createApi({
    ...novadraw(settings),
    settings,
    database: createDataSource(embedded, log),
    log,
    playground: { tabs: playgroundTabs(account), account },
    pages: demoPages,
  });
  service.stopOnSignals();
  service.notYet = "The demo data is being loaded.";
  if (url !== undefined) say("DATABASE_URL is left alone: the demo has a database of its own.");
  // Before the database: a port that is taken is told at once.
  const address = await service.listen();
  await prepare(service, address, embedded.directory, account).catch((error: unknown) => {
    if (!service.isStopping) throw error;
  });
}

/** Fills the database, and says what to do with the demo. */
async function prepare(service: Api, address: string, directory: string, account: Account): Promise<void> {
  await step(`Starting the embedded PostgreSQL in ${directory}`, () => service.database.initialize());
  await step("Running the migrations", () =>
    migrate(service.database, () => undefined, { agreement: { isProduction: false } }),
  );
  const images = `${address}/pictures`;
  await step("Loading the demo data", async () => {
    await loadDemoData(service.database, images);
    await pointPictures(service.database, images);
    await service.begin();
  });
  service.notYet = undefined;
  const token = await signIn(address, account);
  say(`
The playground:  ${address}/
The gallery:     ${hasGallery() ? `${address}/gallery/` : "npm run gallery builds it and starts the demo with it"}
The accounts:    ${DEMO_ACCOUNTS.join(", ")}
Their password:  ${DEMO_PASSWORD}

A nested query, one SQL statement:

${nestedQuery}
Send it to ${address}/graphql as ${account.email}, with the header

Authorization: Bearer ${token}

Stop with Ctrl-C. A second start is quick and keeps what was changed.`);
}

async function step(what: string, work: () => Promise<unknown>): Promise<void> {
  process.stdout.write(`${what} … `);
  const started = performance.now();
  await work();
  say(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function signIn(address: string, input: Account): Promise<string> {
  const query = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
  const body = JSON.stringify({ query, variables: { input } });
  const response = await fetch(`${address}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { data } = (await response.json()) as { data: { signIn: { token: string } } };
  return data.signIn.token;
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
