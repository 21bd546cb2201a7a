import { closeServers } from "./EmbeddedServers.js";
import { administer, TEST_DATABASE_URL, template } from "./template.js";

export default async function globalTeardown(): Promise<void> {
  // Where the tests ran in this process.
  await closeServers();
  if (TEST_DATABASE_URL) await administer(`DROP DATABASE ${template()}`);
}
