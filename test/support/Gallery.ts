import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "./chromium.js";
import { migratedFolder } from "./migratedFolder.js";
import { startService } from "./startService.js";

const DESKTOP = { width: 1280, height: 860 };

type Options = Parameters<Browser["newContext"]>[0];

/** The gallery in a browser, over a demo of its own. */
export class Gallery {
  /** What the pages complained of, and what they asked of other hosts. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly address: string,
  ) {}

  static async start(): Promise<Gallery> {
    const folder = migratedFolder();
    const demo = startService({ DATABASE_DIR: folder, PICTURE_DIR: join(folder, "../pictures") }, "--demo");
    const [, address = ""] = await demo.says(/The gallery:\s+(http\S+)\n[\s\S]*Stop with Ctrl-C/);
    return new Gallery(await launchBrowser(), address);
  }

  async open(options: Options = {}): Promise<{ context: BrowserContext; page: Page }> {
    const context = await this.browser.newContext({
      viewport: DESKTOP,
      locale: "en-GB",
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      if (url.startsWith("http") && !url.startsWith(new URL(this.address).origin)) this.complaints.push(url);
    });
    await page.goto(this.address);
    return { context, page };
  }

  /** Opens it and signs in as a child of the demo. */
  async openAs(name: string, options: Options = {}): Promise<{ context: BrowserContext; page: Page }> {
    const opened = await this.open(options);
    await opened.page.getByRole("button", { name }).click();
    await opened.page.locator(".sheet").first().waitFor();
    return opened;
  }

  /** Goes to another page of it and waits until that is there. */
  async go(page: Page, hash: string, what: string): Promise<void> {
    await page.evaluate((to) => location.assign(to), `#/${hash}`);
    await page.locator(what).first().waitFor();
  }

  /** Opens a drawing of the wall, and the story about it. */
  async openStory(page: Page, number = 0): Promise<void> {
    await page.locator(".sheet").nth(number).click();
    await page.locator(".story-card a").first().click();
    await page.locator(".reader").waitFor();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
