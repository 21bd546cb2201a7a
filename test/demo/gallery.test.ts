import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { describeInBrowser, launchBrowser } from "../support/chromium.js";
import { killStarted, startService } from "../support/startService.js";

const BUILT = "examples/gallery/dist/index.html";
const AXE = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };
/** Where new pictures for the documents go, if anywhere. */
const PICTURES = process.env.GALLERY_PICTURES;

const describeGallery = existsSync(BUILT)
  ? describeInBrowser
  : (name: string, tests: () => void) => describe.skip(`${name} (skipped: build it with npm run gallery)`, tests);

describeGallery("the gallery", () => {
  let browser: Browser;
  let address: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    const demo = startService({ DATABASE_DIR: join(mkdtempSync(join(tmpdir(), "novadraw-gallery-")), "pg") }, "--demo");
    const [, gallery = ""] = await demo.says(/The gallery:\s+(http\S+)\n[\s\S]*Stop with Ctrl-C/);
    address = gallery;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    killStarted();
  });

  async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: DESKTOP, locale: "en-GB", reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (request.url().startsWith("http") && !request.url().startsWith(new URL(address).origin))
        complaints.push(request.url());
    });
    await page.goto(address);
    return { context, page };
  }

  async function openAs(name: string, options: Parameters<Browser["newContext"]>[0] = {}) {
    const opened = await open(options);
    await opened.page.getByRole("button", { name }).click();
    await opened.page.locator(".sheet").first().waitFor();
    return opened;
  }

  /** Opens a page of the gallery and waits until it is there. */
  async function go(page: Page, hash: string, what: string): Promise<void> {
    await page.evaluate((to) => location.assign(to), `#/${hash}`);
    await page.locator(what).first().waitFor();
  }

  const openStory = async (page: Page, number = 0): Promise<void> => {
    await page.locator(".sheet").nth(number).click();
    await page.locator(".story-card a").first().click();
    await page.locator(".reader").waitFor();
  };

  it("shows a child all drawings, page after page as they scroll", async () => {
    const { context, page } = await open();
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
    const { context, page } = await openAs("Anna");
    await page.mouse.wheel(0, 900);
    await page.locator(".sheet").nth(8).click();
    await page.locator(".easel").waitFor();

    await page.goBack();
    await page.locator(".sheet").nth(8).waitFor();

    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100);
    await context.close();
  });

  it("reads a story in both languages without asking again", async () => {
    const { context, page } = await openAs("Anna");
    await openStory(page);
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
    const { context, page } = await openAs("Ben");
    await openStory(page);
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
    await page.getByText("That did not work.").waitFor();

    expect(meanwhile).not.toBe(before);
    expect(await heart.getAttribute("aria-pressed")).toBe(before);
    await context.close();
  });

  it("keeps a favourite, and lists it", async () => {
    const { context, page } = await openAs("Mia");
    await openStory(page, 1);
    const title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    const answered = page.waitForResponse("**/graphql");
    await page.locator(".reader .heart[aria-pressed=false]").click();
    await answered;

    await go(page, "favourites", ".story-card");

    await page.getByRole("link", { name: title }).waitFor();
    await context.close();
  });

  it("shows both titles when somebody else renamed a story meanwhile, and saves what the child makes of them", async () => {
    const [mine, theirs] = [await openAs("Anna"), await openAs("Anna")];
    for (const { page } of [mine, theirs]) {
      await openStory(page);
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
    const { context, page } = await open();
    await go(page, "tutorials", ".tutorial-card");
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
    const [here, there] = [await openAs("Ben"), await openAs("Ben")];
    await go(here.page, "account", ".sessions li");
    const count = await here.page.locator(".sessions li").count();
    while (await here.page.locator(".sessions li button").count()) {
      const answered = here.page.waitForResponse("**/graphql");
      await here.page.locator(".sessions li button:enabled").first().click();
      await answered;
    }
    await go(there.page, "account", ".welcome");

    await here.page.getByRole("button", { name: "Sign out", exact: true }).click();
    await here.page.locator(".welcome").waitFor();

    expect(count).toBeGreaterThan(1);
    expect(await here.page.evaluate(() => localStorage.getItem("novadraw.token"))).toBeNull();
    await here.context.close();
    await there.context.close();
  });

  it("says so when a password is wrong", async () => {
    const { context, page } = await open();
    await page.getByText("Or sign in by email").click();
    await page.getByRole("textbox", { name: "Email" }).fill("anna@example.org");
    await page.getByRole("textbox", { name: "Password" }).fill("not her password");
    await page.getByRole("button", { name: "Sign in" }).click();

    await page.getByText("The email or the password is wrong.").waitFor();
    await context.close();
  });

  it("works by keyboard alone, and says to screen readers where one is", async () => {
    const { context, page } = await openAs("Mia");
    await page.keyboard.press("Shift+Tab");
    for (let presses = 0; presses < 20 && !(await page.locator(".sheet:focus").count()); presses++)
      await page.keyboard.press("Tab");

    await page.keyboard.press("Enter");
    await page.locator(".easel").waitFor();

    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    expect(await page.title()).toMatch(/ · NovaDraw$/);
    await context.close();
  });

  it.each([
    ["light", DESKTOP],
    ["dark", PHONE],
  ] as const)("has no finding of axe on any page, in the %s colours", async (colorScheme, viewport) => {
    const { context, page } = await open({ colorScheme, viewport, reducedMotion: "reduce" });
    const findings: string[] = [];
    const check = async (name: string) => {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      findings.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${name}: ${id}: ${html.slice(0, 120)}`)));
    };
    await page.locator(".welcome").waitFor();
    await check("welcome");
    await page.getByRole("button", { name: "Anna" }).click();
    await page.locator(".sheet").first().waitFor();
    await check("gallery");
    await openStory(page);
    await check("story");
    await page.getByRole("button", { name: "Rename" }).click();
    await check("rename");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator(".back").click();
    await page.locator(".easel").waitFor();
    await check("drawing");
    for (const [hash, what] of [
      ["favourites", ".story-card"],
      ["tutorials", ".tutorial-card"],
      ["account", ".sessions li"],
    ] as const) {
      await go(page, hash, what);
      await check(hash);
    }
    await go(page, "tutorials", ".tutorial-card");
    await page.locator(".tutorial-card").first().click();
    await page.locator(".lesson").waitFor();
    await check("tutorial");

    expect(findings).toEqual([]);
    await context.close();
  });

  it("fits a phone: nothing is wider than the screen", async () => {
    const { context, page } = await openAs("Anna", { viewport: PHONE, isMobile: true, locale: "de-DE" });
    const widths: number[] = [];
    const measure = async () => widths.push(await page.evaluate(() => document.documentElement.scrollWidth));
    await measure();
    await openStory(page);
    await measure();
    await go(page, "tutorials", ".tutorial-card");
    await measure();
    await go(page, "account", ".sessions li");
    await measure();

    expect(widths.filter((width) => width > PHONE.width)).toEqual([]);
    await context.close();
  });

  it("asks no other host for anything and complains of nothing", () => {
    // Of an answer with an error status the browser itself tells the console.
    expect(complaints.filter((complaint) => !complaint.startsWith("Failed to load resource"))).toEqual([]);
  });

  const shots = [
    ["gallery-desktop", { viewport: DESKTOP }, "gallery", ".sheet"],
    ["gallery-phone", { viewport: PHONE, isMobile: true }, "gallery", ".sheet"],
    ["gallery-german", { viewport: DESKTOP, locale: "de-DE" }, "tutorials", ".tutorial-card"],
    ["gallery-dark", { viewport: DESKTOP, colorScheme: "dark" }, "favourites", ".story-card"],
  ] as const;
  (PICTURES ? it.each(shots) : it.skip.each(shots))("is shown by %s.png", async (name, options, hash, what) => {
    const { context, page } = await openAs("Anna", options);
    await go(page, hash, what);
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))));
    await page.screenshot({ path: join(PICTURES ?? "", `${name}.png`) });
    await context.close();
  });
});
