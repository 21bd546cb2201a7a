import { existsSync } from "node:fs";
import { describe } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";

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

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
