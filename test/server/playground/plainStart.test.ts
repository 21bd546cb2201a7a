import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { describeOnceInBrowser, launchBrowser } from "../../support/chromium.js";
import { migratedFolder } from "../../support/migratedFolder.js";
import { killStarted, startService } from "../../support/startService.js";

const PRODUCTION = {
  NODE_ENV: "production",
  PLAYGROUND: "true",
  ALLOW_EMBEDDED_IN_PRODUCTION: "1",
  PRIVACY_KEY: "a secret that only the tests know",
};

const STARTS: [string, Record<string, string>][] = [
  ["in development", {}],
  ["in production with PLAYGROUND=true", PRODUCTION],
  ["in production with PLAYGROUND=true and INTROSPECTION=true", { ...PRODUCTION, INTROSPECTION: "true" }],
];

describeOnceInBrowser("playground of a service that was started without the demo", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    killStarted();
    await browser?.close();
  });

  it.each(STARTS)("opens with a query that anybody may ask, and sends it, %s", async (_name, settings) => {
    const service = startService({ DATABASE_DIR: migratedFolder(), LOG_LEVEL: "info", ...settings });
    const [address = ""] = await service.says(/http:\/\/127\.0\.0\.1:\d+/);
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on("pageerror", ({ message }) => failures.push(message));

    await page.goto(address);
    const tabs = await page.getByRole("tab").allInnerTexts();
    await page.getByRole("tab").first().waitFor();
    await page.getByRole("button", { name: /execute query/i }).click();
    const result = page.locator(".result-window");
    await result.getByText("extensions").first().waitFor();
    const answer = (await result.innerText()).replace(/\s/g, "");

    await page.close();
    expect(failures).toEqual([]);
    expect(tabs).toEqual(["Tutorials"]);
    expect(answer).toContain('"tutorialCategories":[]');
    expect(answer).not.toContain('"errors"');
  });
});
