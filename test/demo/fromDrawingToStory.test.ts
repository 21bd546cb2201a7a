import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { User } from "../../src/entities/User.js";
import { accountRows } from "../support/accountRows.js";
import { axeFindings } from "../support/axeFindings.js";
import { photograph, WRITTEN } from "../support/Camera.js";
import { describeGallery } from "../support/describeGallery.js";
import { GalleryOverApi } from "../support/GalleryOverApi.js";
import { MailServer } from "../support/MailServer.js";

const EMAIL = "zoe@example.org";
const PASSWORD = "seven blue herons";
const PAGES = {
  MAIL_FROM: "NovaDraw <no-reply@example.org>",
  PASSWORD_RESET_URL: "https://app.example.org/gallery/#/reset/{token}",
  EMAIL_VERIFICATION_URL: "https://app.example.org/gallery/#/verify/{token}",
};

/** What the page PUTs from now on: DevTools do not tell the bytes of a Blob. */
async function uploadsOf(page: Page): Promise<() => Promise<Buffer>> {
  await page.evaluate(() => {
    const send = window.fetch;
    window.fetch = (input, init) => {
      if (init?.method === "PUT") Object.assign(window, { sent: init.body });
      return send(input, init);
    };
  });
  return async () => {
    const address = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(String(reader.result));
          reader.readAsDataURL((window as unknown as { sent: Blob }).sent);
        }),
    );
    return Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
  };
}

/** One child on a phone, from the sign-up to the erasure: each test goes on where the last one has stopped. */
describeGallery("the gallery, from a drawing to its story", () => {
  let gallery: GalleryOverApi;
  let mail: MailServer;
  let page: Page;
  let photo: Buffer;
  let account: User;

  beforeAll(async () => {
    mail = await MailServer.start();
    gallery = await GalleryOverApi.open({ ...PAGES, SMTP_URL: mail.url, CONSENT: "required" });
    await gallery.api.world.tutorial({ subject: "whale" });
    photo = await photograph(2100, 1400);
    page = await gallery.phone();
  });
  afterAll(async () => {
    await gallery?.close();
    await mail?.close();
  });

  const fill = async (labels: Readonly<Record<string, string>>) => {
    for (const [label, value] of Object.entries(labels)) await page.getByLabel(label).fill(value);
  };
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const upload = (buffer: Buffer) =>
    page.locator("input[type=file]").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
  const speak = (language: "English" | "Deutsch") => page.getByRole("radio", { name: language }).check({ force: true });
  const go = (hash: string) => page.evaluate((to) => location.assign(to), `#/${hash}`);

  it("makes an account, and tells what is wrong with it beside each field, in the child's language", async () => {
    await speak("Deutsch");
    await page.getByRole("link", { name: "Konto anlegen" }).click();
    await fill({ Name: "Zoe", "E-Mail": EMAIL, "Passwort · Mindestens": "password1", Geburtstag: "2017-04-30" });
    await press("Konto anlegen");
    const problem = await page.locator("label .problem").innerText();
    const findings = await axeFindings(page);
    await fill({ "Passwort · Mindestens": PASSWORD });
    await press("Konto anlegen");
    await page.getByRole("heading", { level: 1, name: "Bilder von Zoe" }).waitFor();

    account = await gallery.api.opened.database.getRepository(User).findOneByOrFail({ email: EMAIL });
    expect(problem).toBe("Dieses Passwort haben viele. Nimm ein anderes.");
    expect(findings).toEqual([]);
    expect(account).toMatchObject({ name: "Zoe", birthdate: "2017-04-30", language: "DE" });
  });

  it("sends a child to a guardian first, who agrees on the page of the account", async () => {
    await upload(photo);
    await page.getByText("Zuerst muss ein Erwachsener zustimmen.").waitFor();
    await go("account");
    const panel = page.locator("#consent");
    await panel.getByLabel("Name der Mutter").fill("Maria");
    await panel.getByLabel("Dein Passwort").fill("not the password");
    await press("Ich stimme zu");
    await panel.getByText("Das Passwort stimmt nicht.").waitFor();
    await panel.getByLabel("Dein Passwort").fill(PASSWORD);
    await press("Ich stimme zu");

    await panel.getByText("Zugestimmt am").waitFor();
    expect(await panel.getByRole("listitem").innerText()).toContain("Maria");
    expect(await axeFindings(page)).toEqual([]);
  });

  it("says that a file is no picture", async () => {
    await go("gallery");
    await upload(Buffer.from("This is no picture."));

    await page.getByText("Dieses Bild kann nicht gelesen werden.").waitFor();
  });

  it("uploads a photograph that the device has made smaller, upright, and without its place", async () => {
    const sent = await uploadsOf(page);
    await upload(photo);
    await page.locator(".easel img").waitFor();

    const shown = await page.locator(".easel img").evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    });
    const bytes = await sent();
    const { width, height, orientation, exif } = await sharp(bytes).metadata();
    expect([width, height, orientation, exif]).toEqual([1365, 2048, undefined, undefined]);
    expect(WRITTEN.filter((text) => bytes.includes(text))).toEqual([]);
    expect(shown).toEqual([1365, 2048]);
    expect(gallery.files()).toHaveLength(2);
  });

  it("shows by a stream, and with no further question, how a story gets on, and that it is there", async () => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.postData() ?? ""));
    await press("Erzähl mir die Geschichte dazu");
    await page.getByRole("link", { name: "Die Geschichte lesen" }).waitFor();

    const reads = asked.filter((body) => body.includes("query Drawing"));
    expect(asked.some((body) => body.includes("mutation RequestStory"))).toBe(true);
    expect(reads.length).toBeLessThanOrEqual(1);
    expect(await page.getByRole("status").innerText()).toBe("Deine Geschichte ist fertig.");
    expect(await page.locator(".story-card").count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("reads it in both languages, with the mark of an AI's", async () => {
    await page.getByRole("link", { name: "Die Geschichte lesen" }).click();
    await page.locator(".reader").waitFor();
    const read = async () => ({
      title: await page.getByRole("heading", { level: 1 }).innerText(),
      text: await page.locator(".reader-text").innerText(),
      mark: await page.locator(".reader .tag").innerText(),
    });
    const german = await read();
    await speak("English");
    const english = await read();

    expect([german.mark, english.mark]).toEqual(["Diese Geschichte hat eine KI geschrieben.", "An AI wrote this story."]);
    expect(german.title).not.toBe(english.title);
    expect([german.text, english.text].map((text) => text.length > 200)).toEqual([true, true]);
    expect(german.text).not.toBe(english.text);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("gives it another title, and its heart is seen on another device at once", async () => {
    const other = await gallery.phone("favourites", { token: await gallery.api.world.token(account) });
    await other.getByText("No favourites yet.").waitFor();
    await press("Rename");
    await fill({ "The story's title": "Zoe's whale" });
    await press("Save");
    await page.getByRole("heading", { level: 1, name: "Zoe's whale" }).waitFor();
    await page.locator(".reader .heart").click();
    await other.getByRole("link", { name: "Zoe's whale" }).click();
    await other.locator(".reader .heart[aria-pressed=true]").waitFor();
    await page.locator(".reader .heart").click();

    await other.locator(".reader .heart[aria-pressed=false]").waitFor();
    await other.context().close();
  });

  it("deletes a story after a question, and a drawing too", async () => {
    await press("Delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("There is no story about it yet.").waitFor();
    await press("Delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();

    await page.getByRole("heading", { level: 1, name: "Drawings by Zoe" }).waitFor();
    await page.locator(".sheet").waitFor({ state: "detached" });
  });

  it("keeps another name and language", async () => {
    await go("account");
    await fill({ Name: "Zoe Zebra" });
    await page.locator("select").selectOption("EN");
    await press("Save");
    await page.getByText("Saved.").waitFor();

    await page.getByRole("heading", { level: 1, name: "Zoe Zebra" }).waitFor();
    const users = gallery.api.opened.database.getRepository(User);
    expect(await users.findOneByOrFail({ id: account.id })).toMatchObject({ name: "Zoe Zebra", language: "EN" });
  });

  it("hands out a copy of all that is held", async () => {
    await page.getByRole("region", { name: "A copy of my data" }).getByLabel("Your password").fill(PASSWORD);
    await press("Make the copy");
    const loaded = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download the copy" }).click();
    const download = await loaded;

    expect(download.suggestedFilename()).toBe("novadraw-export.json");
    expect(await download.failure()).toBeNull();
  });

  it("sets a forgotten password by the link of a mail, which does not stay in the address", async () => {
    const other = await gallery.phone("forgot");
    await other.getByLabel("Email").fill(EMAIL);
    await other.getByRole("button", { name: "Send the mail" }).click();
    await other.getByText("a mail is on its way").waitFor();
    const [, token = ""] = /#\/reset\/([\w-]+)/.exec(await linkOf(mail, /#\/reset\//)) ?? [];
    await other.goto(`${other.url().split("#")[0]}#/reset/${token}`);
    await other.getByLabel("New password").fill("eight grey geese");
    const address = other.url();
    await other.getByRole("button", { name: "Save" }).click();
    await other.getByText("Your password is changed.").waitFor();

    expect(address).toMatch(/#\/reset$/);
    await other.context().close();
  });

  it("erases the account, and leaves no row and no file", async () => {
    // The other password has ended this session.
    await page.reload();
    await page.getByText("the session has ended").waitFor();
    await page.getByText("Or sign in by email").click();
    await fill({ Email: EMAIL, Password: "eight grey geese" });
    await press("Sign in");
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByText("Delete my account").click();
    const form = page.locator(".erase");
    await form.getByLabel("Email").fill(EMAIL);
    await form.getByLabel("Your password").fill("eight grey geese");
    await press("Delete everything");
    await page.getByRole("heading", { name: "Everything is deleted" }).waitFor();
    await press("Close");
    await page.locator(".welcome").waitFor();

    const rows = await accountRows(gallery.api.opened.database, account.id);
    // They go after the answer.
    while (gallery.files().length > 0) await wait(20);
    expect(Object.values(rows).flat()).toEqual([]);
  });

  it("complains of nothing", () => {
    // Of an answer with an error status the browser itself tells the console.
    expect(gallery.complaints.filter((complaint) => !complaint.startsWith("Failed to load resource"))).toEqual([]);
  });
});

async function linkOf(mail: MailServer, link: RegExp): Promise<string> {
  for (;;) {
    const { text } = await mail.next();
    if (link.test(text)) return text;
  }
}
