import { existsSync } from "node:fs";
import { describe } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";
import { describeWithoutServer } from "./onServer.js";
import { TEST_DATABASE_URL } from "./template.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Makes a describe for tests in a real browser. */
export const describeInBrowser = (name: string, tests: () => void): void =>
  (existsSync(CHROMIUM) ? describe : describe.skip)(
    `${name} (skipped where there is no Chromium; set CHROMIUM to its path)`,
    tests,
  );

/** The same for what takes long and tells the same on any database: it runs without a server. */
export const describeOnceInBrowser = TEST_DATABASE_URL ? describeWithoutServer : describeInBrowser;

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
