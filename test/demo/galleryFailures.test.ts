import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeGallery } from "../support/describeGallery.js";
import { Gallery } from "../support/Gallery.js";
import { killStarted } from "../support/startService.js";

const PHONE = { width: 390, height: 844 };
const refusal = (field: string, extensions: object) => ({
  json: { data: { [field]: null }, errors: [{ message: "An English message.", path: [field], extensions }] },
});

describeGallery("the gallery, when something fails", () => {
  let gallery: Gallery;
  beforeAll(async () => {
    gallery = await Gallery.start();
  });
  afterAll(async () => {
    await gallery?.close();
    killStarted();
  });

  const boxOf = async (page: Page, selector: string) => page.locator(selector).first().boundingBox();

  it("tells a title that is refused in the child's language, by the code", async () => {
    const { context, page } = await gallery.openAs("Anna", { locale: "de-DE" });
    await gallery.openStory(page);
    await page.getByRole("button", { name: "Umbenennen" }).click();
    const fields = [{ path: ["input", "title"], code: "TOO_LONG", message: "An English message." }];
    await page.route("**/graphql", (route) => route.fulfill(refusal("updateStory", { code: "BAD_USER_INPUT", fields })));
    await page.getByRole("button", { name: "Speichern" }).click();
    await page.getByText("Das ist zu lang für einen Titel.").waitFor();

    expect(await page.getByText("An English message.").count()).toBe(0);
    await context.close();
  });

  it("moves nothing of the page when a heart fails", async () => {
    const { context, page } = await gallery.openAs("Ben");
    await gallery.openStory(page);
    await page.route("**/graphql", (route) => route.fulfill(refusal("setStoryFavorite", { code: "NOT_FOUND" })));
    const before = [await boxOf(page, ".reader .heart"), await boxOf(page, ".reader-text")];
    await page.locator(".reader .heart").click();
    await page.getByText("It is no longer there.").waitFor();

    expect([await boxOf(page, ".reader .heart"), await boxOf(page, ".reader-text")]).toEqual(before);
    await context.close();
  });

  it("says on the sign-in page that a session was ended elsewhere, and nothing after a sign-out", async () => {
    const { context, page } = await gallery.openAs("Mia");
    await gallery.go(page, "account", ".sessions li");
    await page.evaluate(async () => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${localStorage.getItem("novadraw.token")}` };
      await fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query: "mutation { signOut }" }) });
    });
    await gallery.go(page, "favourites", ".welcome");
    const ended = await page.getByText("the session has ended").count();
    await page.getByRole("button", { name: "Mia" }).click();
    await page.locator(".welcome").waitFor({ state: "detached" });
    await gallery.go(page, "account", ".sessions li");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.locator(".welcome").waitFor();

    expect([ended, await page.getByText("the session has ended").count()]).toEqual([1, 0]);
    await context.close();
  });

  it("has a heading on the account page that cannot be read", async () => {
    const { context, page } = await gallery.openAs("Anna");
    await page.route("**/graphql", (route) => route.abort());
    await gallery.go(page, "account", ".notice");

    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    await context.close();
  });

  it("shows whole headings on a phone with text of twice the size", async () => {
    const { context, page } = await gallery.openAs("Anna", { viewport: PHONE, locale: "de-DE" });
    await page.addStyleTag({ content: "html { font-size: 34px !important }" });
    const wide: string[] = [];
    for (const [hash, what] of [
      ["gallery", ".sheet"],
      ["favourites", "h1"],
      ["tutorials", ".tutorial-card"],
      ["account", ".sessions li"],
    ] as const) {
      await gallery.go(page, hash, what);
      const right = await page.evaluate(() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector("h1") as Element);
        return range.getBoundingClientRect().right;
      });
      if (right > PHONE.width) wide.push(`${hash}: ${right}`);
    }

    expect(wide).toEqual([]);
    await context.close();
  });

  it.each([
    [
      "lets it have no localStorage",
      `Object.defineProperty(window, "localStorage", { get() { throw new Error("blocked"); } });`,
    ],
    [
      "fails to read and to write",
      `Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new Error("blocked"); };`,
    ],
    [
      "has kept what is broken",
      `localStorage.setItem("novadraw.language", "{"); localStorage.setItem("novadraw.token", "{ \\n€");`,
    ],
  ])("works for the visit in a browser that %s", async (_name, script) => {
    const { context, page } = await gallery.open();
    await page.addInitScript(script);
    await page.reload();
    await page.getByRole("button", { name: "Anna" }).click();
    await page.locator(".sheet").first().waitFor();

    expect(await page.locator(".sheet").count()).toBeGreaterThan(3);
    await context.close();
  });

  it("has a text to read before its script is there", async () => {
    const { context, page } = await gallery.open();
    await page.route("**/*.js", () => undefined);
    await page.reload({ waitUntil: "commit" });

    await page.getByRole("heading", { name: "NovaDraw" }).waitFor();
    await context.close();
  });
});
