import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { demoPages } from "../../examples/demo/demoPages.js";
import { launchBrowser } from "./chromium.js";
import { TestApi } from "./TestApi.js";

const PHONE = { width: 390, height: 844 };

/** The gallery in browsers, over an API whose rows and files a test can look at. */
export class GalleryOverApi {
  /** What pages complained of. */
  readonly complaints: string[] = [];

  private constructor(
    readonly api: TestApi,
    private readonly folder: string,
    private readonly origin: string,
    private readonly browser: Browser,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<GalleryOverApi> {
    const folder = mkdtempSync(join(tmpdir(), "novadraw-gallery-pictures-"));
    const api = await TestApi.open({ PICTURE_DIR: folder, LIVE_INTERVAL_MS: "250", ...environment });
    await api.http.register(demoPages);
    const origin = await api.http.listen({ host: "127.0.0.1", port: 0 });
    return new GalleryOverApi(api, folder, origin, await launchBrowser());
  }

  /** A phone at a page of the gallery; with a token it is signed in. */
  async phone(hash = "", { token, locale = "en-GB" }: { token?: string; locale?: string } = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: PHONE, isMobile: true, reducedMotion: "reduce", locale });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(error.message));
    if (token !== undefined) await page.addInitScript((kept) => localStorage.setItem("novadraw.token", kept), token);
    await page.goto(`${this.origin}/gallery/#/${hash}`);
    return page;
  }

  /** The names of all files of pictures that the service keeps. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("."));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.api.close();
  }
}
