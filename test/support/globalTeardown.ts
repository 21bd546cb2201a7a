import { rm } from "node:fs/promises";
import { administer, TEST_DATABASE_URL, templateFile, templateName } from "./template.js";

export default async function globalTeardown(): Promise<void> {
  const id = process.env.NOVADRAW_TEMPLATE ?? "";
  if (TEST_DATABASE_URL) await administer(`DROP DATABASE ${templateName(id)}`);
  else await rm(templateFile(id), { force: true });
}
