import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, loadDemoData } from "../../../examples/demo/data/loadDemoData.js";
import { playgroundTabs } from "../../../src/playgroundTabs.js";
import { axeFindings } from "../../support/axeFindings.js";
import { describeOnceInBrowser, launchBrowser } from "../../support/chromium.js";
import { TestApi } from "../../support/TestApi.js";

describeOnceInBrowser("playground", () => {
  let api: TestApi;
  let browser: Browser;
  let page: Page;
  let origin: string;
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const account = { email: DEMO_ACCOUNTS[0], password: DEMO_PASSWORD };
    api = await TestApi.open({ LIVE_INTERVAL_MS: "250" }, { tabs: playgroundTabs(account), account });
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

  /** How wide the editor and the answer are. */
  const widths = async () =>
    Promise.all(
      [".graphiql-editors", ".graphiql-response"].map(async (part) => (await page.locator(part).boundingBox())?.width),
    );

  it("opens with the nested query, the sign-in, the tutorials and a live query, and runs the first by a click", async () => {
    const tabs = await page.getByRole("tab").allInnerTexts();
    await page.getByRole("button", { name: /execute query/i }).click();
    await page.locator(".result-window").getByText("drawings").first().waitFor();

    const answer = await page.locator(".result-window").textContent();
    expect(answer).toContain("cost");
    expect(tabs.join(" ")).toMatch(/MyDrawings.*SignIn.*Tutorials.*Live/s);
    expect(answer).toContain("Anna");
  });

  it("opens a tab by the first click", async () => {
    await page.getByRole("tab").nth(2).click();
    const isOpen = await page.getByRole("tab").nth(2).getAttribute("aria-selected");
    await page.getByRole("tab").first().click();

    expect(isOpen).toBe("true");
  });

  it("reports beside the answer: times, rows, cost, the statement without values, and the plan", async () => {
    await page.getByRole("button", { name: /execute query/i }).click();
    const report = page.getByRole("region", { name: "Report" });
    await report.getByRole("button", { name: "Statement" }).click();
    const statement = await report.innerText();
    const [editor, answer] = await widths();
    await report.getByRole("button", { name: "Plan" }).click();
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });

    const plan = await report.innerText();
    expect(editor).toBeGreaterThan((answer ?? 0) / 2);
    expect(statement).toMatch(/DATABASE.*SERVER.*ROWS READ.*COST.*SELECT.*concat.*\$1/is);
    expect(statement).not.toContain("anna");
    expect(plan).toMatch(/Index Scan on sessions by .*\d+ rows? .* ms .* pages/s);
  });

  it("can be used by those who hear the page and by keyboard: axe finds nothing", async () => {
    await page.getByRole("tab").first().click();
    await page.getByRole("button", { name: /execute query/i }).click();
    const found: string[] = [];
    for (const view of ["Statement", "Plan"]) {
      await page.getByRole("region", { name: "Report" }).getByRole("button", { name: view }).click();
      found.push(...(await axeFindings(page)));
    }
    await page.getByRole("button", { name: /show account/i }).click();
    found.push(...(await axeFindings(page)));
    await page.getByRole("button", { name: /hide account/i }).click();

    expect(found).toEqual([]);
  });

  it("shows each answer of a live query as it comes, until it is stopped", async () => {
    const rename = (name: string) =>
      api.opened.database.query("UPDATE users SET name = $1 WHERE email = $2", [name, DEMO_ACCOUNTS[0]]);
    const answer = page.locator(".result-window");
    await page.getByRole("tab").nth(3).click();
    await page.getByRole("button", { name: /execute query/i }).click();
    await answer.getByText("Anna").first().waitFor();
    await rename("Anna Banana");
    await answer.getByText("Banana").first().waitFor();
    const ended = page.waitForEvent("requestfailed", (request) => request.postData()?.includes("subscription Live") === true);
    await page.getByRole("button", { name: /stop query/i }).click();
    await ended;
    await page.getByRole("button", { name: /execute query/i }).waitFor();
    await rename("Anna");
    await page.getByRole("tab").first().click();

    expect(await page.locator(".report").count()).toBe(0);
  });

  it("tells why a live query is refused, and has ended it", async () => {
    await page.getByRole("button", { name: "New tab" }).click();
    await page.locator(".graphiql-query-editor .view-lines").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("subscription { live { nothing ");
    // The editor's suggestions are over the button.
    await page.keyboard.press("Control+Enter");
    await page.locator(".result-window").getByText("GRAPHQL_VALIDATION_FAILED").waitFor();

    await page.getByRole("button", { name: /execute query/i }).waitFor();
    await page.getByRole("tab", { selected: true }).press("Delete");
    await page.getByRole("tab").first().click();
  });

  it("keeps a history of what was run", async () => {
    await page.getByRole("button", { name: /show history/i }).click();
    const history = await page.locator(".graphiql-history").innerText();
    await page.getByRole("button", { name: /hide history/i }).click();

    expect(history).toContain("MyDrawings");
  });

  it("shows the documentation of the schema", async () => {
    await page.getByRole("button", { name: /show documentation explorer/i }).click();
    await page.getByText("Root Types").waitFor();

    expect(await page.locator(".graphiql-doc-explorer").innerText()).toContain("Mutation");
  });

  it("fits a phone: the editor stands above the answer, and nothing is wider than the screen", async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 800 } });
    await phone.goto(origin);
    await phone.getByRole("button", { name: /execute query/i }).click();
    await phone.locator(".result-window").getByText("drawings").first().waitFor();

    const [editor, answer] = await Promise.all(
      [".graphiql-editors", ".graphiql-response"].map((part) => phone.locator(part).boundingBox()),
    );
    const width = await phone.evaluate("document.documentElement.scrollWidth");
    await phone.getByRole("button", { name: "Plan" }).click();
    const beside = await phone.locator(".result-window").boundingBox();
    await phone.close();
    expect(answer?.y).toBeGreaterThanOrEqual((editor?.y ?? 0) + (editor?.height ?? 0));
    expect(answer?.width).toBeGreaterThan(250);
    expect(width).toBe(390);
    expect(beside?.height).toBeGreaterThan(80);
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

  it("signs in by a form: a wrong password is told, and each request then asks as that account", async () => {
    await page.getByRole("button", { name: /show account/i }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Email").fill(DEMO_ACCOUNTS[1]);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const refusal = await page.locator(".account [role=alert]").innerText();
    await page.getByLabel("Password").fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText(DEMO_ACCOUNTS[1]).waitFor();
    await page.getByRole("button", { name: /execute query/i }).click();
    await page.locator(".result-window").getByText("Ben").first().waitFor();

    expect(refusal).toMatch(/password/i);
  });

  it("tells a syntax error in a line, and not beside the last answer's figures", async () => {
    await page.getByRole("button", { name: "New tab" }).click();
    await page.locator(".graphiql-query-editor .view-lines").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("query Broken me name ");
    await page.getByRole("button", { name: /execute query/i }).click();
    await page.locator(".result-window").getByText("GRAPHQL_PARSE_FAILED").waitFor();

    const answer = await page.locator(".result-window").innerText();
    const report = await page.locator(".report").innerText();
    await page.getByRole("tab", { selected: true }).press("Delete");
    expect(answer).toMatch(/syntax\sis\swrong/);
    expect(answer).not.toContain("playground.js");
    expect(report).not.toMatch(/database|rows read/i);
    expect(await page.getByRole("tab").count()).toBe(4);
  });
});
