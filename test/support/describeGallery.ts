import { existsSync } from "node:fs";
import { describe } from "@jest/globals";
import { describeInBrowser } from "./chromium.js";
import { TEST_DATABASE_URL } from "./template.js";

const isBuilt = existsSync("examples/gallery/dist/index.html");

/** Makes a describe for tests of the gallery as it was built. They tell the same on any database, so one run has them: that without a server. */
export function describeGallery(name: string, tests: () => void): void {
  if (TEST_DATABASE_URL) describe.skip(`${name} (skipped: it runs without TEST_DATABASE_URL)`, tests);
  else if (isBuilt) describeInBrowser(name, tests);
  else describe.skip(`${name} (skipped: build it with npm run gallery)`, tests);
}
