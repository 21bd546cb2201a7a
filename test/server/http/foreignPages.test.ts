import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { describeOnceInBrowser, launchBrowser } from "../../support/chromium.js";
import { TestApi } from "../../support/TestApi.js";

const SECRET = "a secret of mine";

describeOnceInBrowser("a browser whose user is signed in by a cookie", () => {
  let api: TestApi;
  let graphql: string;
  let pages: Server;
  let browser: Browser;
  let context: BrowserContext;
  let app: Page;

  beforeAll(async () => {
    pages = createServer((_request, answer) => answer.setHeader("content-type", "text/html").end("<title>page</title>"));
    const port = await new Promise<number>((resolve) => pages.listen(0, () => resolve((pages.address() as AddressInfo).port)));
    api = await TestApi.open({ SESSION_COOKIES: "true", CORS_ORIGINS: `http://127.0.0.1:${port}` });
    graphql = `${await api.http.listen({ host: "127.0.0.1", port: 0 })}/graphql`;
    const { email } = await api.world.user({ name: "Anna", password: await bcrypt.hash(SECRET, 4) });
    browser = await launchBrowser();
    context = await browser.newContext();
    app = await context.newPage();
    await app.goto(`http://127.0.0.1:${port}/`);
    const { data } = await ask(app, `mutation { signIn(input: { email: "${email}", password: "${SECRET}" }) { token } }`);
    expect(data).toEqual({ signIn: { token: "" } });
  });
  afterAll(async () => {
    await browser?.close();
    pages.close();
    await api.close();
  });

  /** What the page's script gets of the service. */
  const ask = (page: Page, query: string) =>
    page.evaluate(
      async ([url, text]) => {
        const headers = { "content-type": "application/json", "novadraw-session": "cookie" };
        const answer = await fetch(`${url}`, {
          method: "POST",
          credentials: "include",
          headers,
          body: JSON.stringify({ query: text }),
        });
        return answer.json();
      },
      [graphql, query],
    );

  it("has its data in the app's page, where no script sees the session", async () => {
    expect(await ask(app, "{ me { name } }")).toEqual({ data: { me: { name: "Anna" } } });
    expect(await app.evaluate(() => document.cookie)).toBe("");
    expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: "Lax" }]);
  });

  it.each([
    ["another site", (port: number) => `http://localhost:${port}/`],
    ["another port of the same site", (port: number) => `http://127.0.0.1:${port}/`],
  ])("does nothing for a page of %s, however that asks", async (site, addressOf) => {
    const foreign = createServer((_request, answer) => answer.setHeader("content-type", "text/html").end("<title>x</title>"));
    const port = await new Promise<number>((resolve) =>
      foreign.listen(0, () => resolve((foreign.address() as AddressInfo).port)),
    );
    const page = await context.newPage();
    await page.goto(addressOf(port));
    const statuses: number[] = [];
    page.on("response", (response) => response.url().startsWith(graphql) && statuses.push(response.status()));

    const outcomes = await page.evaluate(async (url) => {
      const mutation = 'mutation { updateMe(input: { name: "Evil" }) { name } }';
      const body = JSON.stringify({ query: mutation });
      const attempts: [string, RequestInit][] = [
        [url, { method: "POST", headers: { "content-type": "application/json" }, body }],
        [url, { method: "POST", mode: "no-cors", body }],
        [`${url}?query=${encodeURIComponent("{ me { name } }")}`, { mode: "no-cors" }],
        [`${url}?query=${encodeURIComponent("{ me { name } }")}`, {}],
        [`${url}?query=${encodeURIComponent(mutation)}`, { mode: "no-cors" }],
      ];
      return Promise.all(
        attempts.map(([address, options]) =>
          fetch(address, { ...options, credentials: "include" }).then(
            async (answer) => `${answer.type} ${await answer.text()}`,
            () => "refused",
          ),
        ),
      );
    }, graphql);
    await page.evaluate((url) => {
      const form = Object.assign(document.createElement("form"), { action: url, method: "POST", enctype: "text/plain" });
      const name = '{"query":"mutation { updateMe(input: { name: \\"Evil\\" }) { name } }","x":"';
      form.append(Object.assign(document.createElement("input"), { name, value: '"}' }));
      document.body.append(form);
      form.submit();
    }, graphql);
    await page.waitForURL(graphql);
    const shown = await page.textContent("body");
    await page.close();
    foreign.close();

    expect(outcomes).toEqual(["refused", "opaque ", "opaque ", "refused", "opaque "]);
    // To another site the browser sends no cookie, so that its query is answered as nobody's.
    expect(statuses.includes(200)).toBe(site === "another site");
    expect(shown).toContain("CORS_ORIGINS");
    expect(await ask(app, "{ me { name } }")).toEqual({ data: { me: { name: "Anna" } } });
  });
});
