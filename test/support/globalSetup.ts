import { randomBytes } from "node:crypto";
import { createTemplate } from "./template.js";

export default async function globalSetup(): Promise<void> {
  process.env.NOVADRAW_TEMPLATE = randomBytes(6).toString("hex");
  await createTemplate(process.env.NOVADRAW_TEMPLATE);
}
