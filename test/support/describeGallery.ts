import { existsSync } from "node:fs";
import { describe } from "@jest/globals";
import { describeOnceInBrowser } from "./chromium.js";

/** Makes a describe for tests of the gallery as it was built. */
export const describeGallery = (name: string, tests: () => void): void =>
  existsSync("examples/gallery/dist/index.html")
    ? describeOnceInBrowser(name, tests)
    : describe.skip(`${name} (skipped: build it with npm run gallery)`, tests);
