import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, loadDemoData } from "../../../src/database/demo/loadDemoData.js";
import { playgroundTabs } from "../../../src/server/playground/playgroundTabs.js";
import { describeInBrowser, launchBrowser } from "../../support/chromium.js";
import { TestApi } from "../../support/TestApi.js";

describeInBrowser("playground", () => {
  let api: TestApi;
  let browser: Browser;
  let page: Page;
  let origin: string;
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const account = { email: DEMO_ACCOUNTS[0], password: DEMO_PASSWORD };
    api = await TestApi.open({}, { tabs: playgroundTabs(account), account });
    await loadDemoData(api.opened.database);
    origin = await api.http.listen({ host: "127.0.0.1", port: 0 });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.route(
      (url) => url.protocol.startsWith("http") && url.origin !== origin,
      (route) => {
        foreign.push(route.request().url());
        return route.abort();
      },
    );
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(origin);
    await page.getByRole("tab").first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await api.close();
  });

  it("opens with the nested query, the sign-in and the tutorials, and runs the first by a click", async () => {
    const tabs = await page.getByRole("tab").allInnerTexts();
    await page.getByRole("button", { name: /execute query/i }).click();
    await page.locator(".result-window").getByText("drawings").first().waitFor();
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });

    const answer = await page.locator(".result-window").textContent();
    expect(answer).toContain("cost");
    expect(tabs.join(" ")).toMatch(/MyDrawings.*SignIn.*Tutorials/s);
    expect(answer).toContain("Anna");
  });

  it("shows the headers with a token, and the documentation of the schema", async () => {
    await page.getByRole("button", { name: "Headers", exact: true }).click();
    const headers = await page.locator(".graphiql-editor-tool").textContent();
    await page.getByRole("button", { name: /show documentation explorer/i }).click();
    await page.getByText("Root Types").waitFor();

    expect(headers?.replace(/\s/g, " ")).toMatch(/Bearer [\w-]{43}/);
  });

  it("asks no other host for anything and complains of nothing", () => {
    expect([foreign, complaints]).toEqual([[], []]);
  });

  it("keeps one session for the demo's account, however often it is opened", async () => {
    const sessions = () => api.opened.database.query("SELECT id FROM sessions");
    const before = await sessions();

    await page.reload();
    await page.getByRole("tab").first().waitFor();

    expect(await sessions()).toEqual(before);
  });
});
