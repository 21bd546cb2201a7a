import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeGallery } from "../support/describeGallery.js";
import { Gallery } from "../support/Gallery.js";
import { killStarted } from "../support/startService.js";

/** Where new pictures for the documents go, if anywhere. */
const PICTURES = process.env.GALLERY_PICTURES;

describeGallery("the gallery", () => {
  let gallery: Gallery;

  beforeAll(async () => {
    gallery = await Gallery.start();
  });
  afterAll(async () => {
    await gallery?.close();
    killStarted();
  });

  it("shows a child all drawings, page after page as they scroll", async () => {
    const { context, page } = await gallery.open();
    let requests = 0;
    page.on("request", (request) => {
      if (request.postData()?.includes("query Gallery")) requests++;
    });
    await page.getByRole("button", { name: "Anna" }).click();
    await page.locator(".sheet").first().waitFor();

    while (await page.locator(".end button").count()) await page.mouse.wheel(0, 3000);
    const addresses = await page.locator(".sheet").evaluateAll((sheets) => sheets.map((sheet) => sheet.getAttribute("href")));

    expect(requests).toBe(3);
    expect(new Set(addresses).size).toBe(26);
    expect(addresses).toHaveLength(26);
    await context.close();
  });

  it("goes back to where the child was in the list", async () => {
    const { context, page } = await gallery.openAs("Anna");
    await page.mouse.wheel(0, 900);
    await page.locator(".sheet").nth(8).click();
    await page.locator(".easel").waitFor();

    await page.goBack();
    await page.locator(".sheet").nth(8).waitFor();

    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100);
    await context.close();
  });

  it("reads a story in both languages without asking again", async () => {
    const { context, page } = await gallery.openAs("Anna");
    await gallery.openStory(page);
    const english = await page.locator(".reader-text").textContent();
    let requests = 0;
    page.on("request", () => requests++);

    await page.getByRole("radio", { name: "Deutsch" }).check({ force: true });
    const german = await page.locator(".reader-text").textContent();

    expect(german).not.toBe(english);
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    expect(await page.getByRole("button", { name: "Umbenennen" }).count()).toBe(1);
    expect(requests).toBe(0);
    await context.close();
  });

  it("marks a favourite before the API has answered, and takes it back when the API refuses", async () => {
    const { context, page } = await gallery.openAs("Ben");
    await gallery.openStory(page);
    const heart = page.locator(".reader .heart");
    const before = await heart.getAttribute("aria-pressed");
    let refuse: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    await page.route("**/graphql", async (route) => {
      await held;
      await route.fulfill({
        json: { data: { setStoryFavorite: null }, errors: [{ message: "", extensions: { code: "NOT_FOUND" } }] },
      });
    });

    await heart.click();
    const meanwhile = await heart.getAttribute("aria-pressed");
    refuse();
    await page.getByText("It is no longer there.").waitFor();

    expect(meanwhile).not.toBe(before);
    expect(await heart.getAttribute("aria-pressed")).toBe(before);
    await context.close();
  });

  it("keeps a favourite, and lists it", async () => {
    const { context, page } = await gallery.openAs("Mia");
    await gallery.openStory(page, 1);
    const title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    const answered = page.waitForResponse("**/graphql");
    await page.locator(".reader .heart[aria-pressed=false]").click();
    await answered;

    await gallery.go(page, "favourites", ".story-card");

    await page.getByRole("link", { name: title }).waitFor();
    await context.close();
  });

  it("shows both titles when somebody else renamed a story meanwhile, and saves what the child makes of them", async () => {
    const [mine, theirs] = [await gallery.openAs("Anna"), await gallery.openAs("Anna")];
    for (const { page } of [mine, theirs]) {
      await gallery.openStory(page);
      await page.getByRole("button", { name: "Rename" }).click();
    }
    const save = async ({ page }: { page: Page }, title: string) => {
      await page.getByRole("textbox", { name: "The story's title" }).fill(title);
      await page.getByRole("button", { name: "Save" }).click();
    };
    await save(theirs, "The sea bus");
    await theirs.page.getByRole("heading", { level: 1, name: "The sea bus" }).waitFor();

    await save(mine, "Bus number seven");
    const conflict = mine.page.getByRole("alert");
    await conflict.waitFor();
    const shown = await conflict.innerText();
    if (PICTURES) await mine.page.screenshot({ path: join(PICTURES, "gallery-conflict.png") });
    await save(mine, "Bus number seven, the sea bus");
    await mine.page.getByRole("heading", { level: 1, name: "Bus number seven, the sea bus" }).waitFor();
    await theirs.page.reload();

    expect(shown).toMatch(/The sea bus[\s\S]*Bus number seven/);
    await theirs.page.getByRole("heading", { level: 1, name: "Bus number seven, the sea bus" }).waitFor();
    await mine.context.close();
    await theirs.context.close();
  });

  it("shows tutorials to everyone, by category and step by step", async () => {
    const { context, page } = await gallery.open();
    await gallery.go(page, "tutorials", ".tutorial-card");
    await page.getByRole("radio", { name: "Fantasy" }).check({ force: true });
    await page.locator(".tutorials[aria-busy=false]").waitFor();
    const subjects = await page.locator(".tutorial-card strong").allInnerTexts();
    await page.locator(".tutorial-card").filter({ hasText: "Dragon" }).click();
    await page.getByRole("button", { name: "Next step" }).focus();

    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");

    expect(subjects).toEqual(["Castle", "Dragon"]);
    expect(await page.locator(".count").innerText()).toBe("Step 2 of 8");
    expect(
      await page
        .locator(".lesson .easel img")
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBe(400);
    await context.close();
  });

  it("ends the session of another device, and signs out", async () => {
    const [here, there] = [await gallery.openAs("Ben"), await gallery.openAs("Ben")];
    await gallery.go(here.page, "account", ".sessions li");
    const count = await here.page.locator(".sessions li").count();
    while (await here.page.locator(".sessions li button").count()) {
      const answered = here.page.waitForResponse("**/graphql");
      await here.page.locator(".sessions li button:enabled").first().click();
      await answered;
    }
    await gallery.go(there.page, "account", ".welcome");

    await here.page.getByRole("button", { name: "Sign out", exact: true }).click();
    await here.page.locator(".welcome").waitFor();

    expect(count).toBeGreaterThan(1);
    expect(await here.page.evaluate(() => localStorage.getItem("novadraw.token"))).toBeNull();
    await here.context.close();
    await there.context.close();
  });

  it("says that the API did not answer, and shows the drawings when it does again", async () => {
    const { context, page } = await gallery.openAs("Ben");
    await page.route("**/graphql", (route) => route.abort());
    await page.reload();
    await page.getByText("That did not work.").waitFor();
    await page.unroute("**/graphql");

    await page.getByRole("button", { name: "Try again" }).click();

    await page.locator(".sheet").first().waitFor();
    await context.close();
  });

  it("says that nothing is at a mistyped address", async () => {
    const { context, page } = await gallery.openAs("Ben");

    await gallery.go(page, "stories/nothing", ".notice");

    await page.getByRole("heading", { level: 1, name: "There is nothing here" }).waitFor();
    await context.close();
  });

  it("says so when a password is wrong", async () => {
    const { context, page } = await gallery.open();
    await page.getByText("Or sign in by email").click();
    await page.getByRole("textbox", { name: "Email" }).fill("anna@example.org");
    await page.getByRole("textbox", { name: "Password" }).fill("not her password");
    await page.getByRole("button", { name: "Sign in" }).click();

    await page.getByText("The email or the password is wrong.").waitFor();
    await context.close();
  });

  it("works by keyboard alone, and says to screen readers where one is", async () => {
    const { context, page } = await gallery.openAs("Mia");
    await page.keyboard.press("Shift+Tab");
    for (let presses = 0; presses < 20 && !(await page.locator(".sheet:focus").count()); presses++)
      await page.keyboard.press("Tab");

    await page.keyboard.press("Enter");
    await page.locator(".easel").waitFor();

    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    expect(await page.title()).toMatch(/ · NovaDraw$/);
    await context.close();
  });

  it("asks no other host for anything and complains of nothing", () => {
    // Of an answer with an error status the browser itself tells the console.
    expect(gallery.complaints.filter((complaint) => !complaint.startsWith("Failed to load resource"))).toEqual([]);
  });
});
