import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { Role } from "../../src/entities/Role.js";
import type { Tutorial } from "../../src/entities/Tutorial.js";
import type { User } from "../../src/entities/User.js";
import { axeFindings } from "../support/axeFindings.js";
import { describeGallery } from "../support/describeGallery.js";
import { GalleryOverApi } from "../support/GalleryOverApi.js";

const PICTURE = "https://images.example.org/x.png";

/** One admin at a screen: each test goes on where the last one has stopped. */
describeGallery("the gallery, for admins", () => {
  let gallery: GalleryOverApi;
  let page: Page;
  let anna: User;
  let lesson: Tutorial;
  const scripts: string[] = [];

  beforeAll(async () => {
    gallery = await GalleryOverApi.open();
    const { world } = gallery.api;
    anna = await world.user({ name: "Anna Muster", email: "anna.muster@example.org" });
    await world.user({ name: "Ben" });
    const drawing = await world.drawing(anna, { uploadedImageUrl: PICTURE });
    await world.story(anna, {
      drawingId: drawing.id,
      title: "The dragon's cave",
      storyTextEn: "Deep down.",
      storyTextDe: "Tief unten.",
    });
    await world.story(anna, { title: "A bus", storyTextEn: "It drives.", storyTextDe: "Er fährt." });
    lesson = await world.tutorial({ subject: "owl" }, [
      { instructionEn: "Draw a circle." },
      { instructionEn: "Draw the eyes." },
    ]);
    const admin = await world.user({ name: "Ada", role: Role.ADMIN });
    page = await gallery.phone("account", { token: await world.token(admin) });
    page.on("request", (request) => request.resourceType() === "script" && scripts.push(request.url()));
    // What the rows name is nowhere.
    await page.route(PICTURE, (route) => route.abort());
  });
  afterAll(() => gallery?.close());

  const stepTexts = () =>
    page.getByLabel("What to do · EN").evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));

  it("finds an account by any part of its name or email, with counts", async () => {
    await page.getByRole("link", { name: "Administration" }).click();
    await page.getByText("3 found").waitFor();
    const findings = await axeFindings(page);
    await page.getByRole("searchbox").fill("must");
    await page.getByText("1 found").waitFor();

    expect(await page.locator(".sessions li").innerText()).toMatch(
      /Anna Muster\s.*anna\.muster@example\.org[\s\S]*1 Drawings, 2 Stories/,
    );
    expect(findings).toEqual([]);
    expect(scripts.filter((script) => script.includes("AdminPages"))).toHaveLength(1);
  });

  it("reads the drawings and stories of one account, and is told that this is written down", async () => {
    await page.getByRole("link", { name: "Anna Muster" }).click();
    await page.getByRole("heading", { name: "2 Stories" }).waitFor();
    await page.getByRole("searchbox").fill("cave");
    await page.getByRole("heading", { name: "1 Stories" }).waitFor();
    await page.getByText("The dragon's cave").click();
    await page.getByText("Tief unten.").waitFor();

    expect(await page.getByText("is written down.").count()).toBe(1);
    expect(await page.locator(".sheet").count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
  });

  it("shows who has read what of the account, its own looks too", async () => {
    await page.getByRole("link", { name: "What admins have read" }).click();
    await page.getByText("OneAccount").first().waitFor();

    expect(await page.locator(".sessions li").first().innerText()).toMatch(/Ada\s+OneAccount\s+Anna Muster/);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "The account" }).click();
    await page.getByRole("heading", { name: "2 Stories" }).waitFor();
  });

  it("edits a step, moves it, and adds and deletes steps", async () => {
    await page.getByRole("link", { name: "Accounts" }).click();
    await page.getByRole("link", { name: "Edit tutorials" }).click();
    await page.getByRole("link", { name: "owl" }).click();
    const first = page.getByRole("form", { name: "Step 1" });
    await first.getByLabel("What to do · EN").fill("Draw a large circle.");
    await first.getByRole("button", { name: "Save" }).click();
    const database = gallery.api.opened.database;
    const rows = () =>
      database.query<{ instruction_en: string }[]>(
        "SELECT instruction_en FROM tutorial_steps WHERE tutorial_id = $1 ORDER BY step_number",
        [lesson.id],
      );
    await expectSoon(async () => (await rows())[0]?.instruction_en === "Draw a large circle.");
    await first.getByRole("button", { name: "Move down" }).click();
    await expectSoon(async () => (await stepTexts())[1] === "Draw a large circle.");
    const moved = await rows();

    const added = page.getByRole("form", { name: "Add a step" });
    await added.getByLabel("What to do · EN").fill("Colour it in.");
    await added.getByLabel("What to do · DE").fill("Male es aus.");
    await added.getByLabel("Address of the picture").fill("no address");
    await added.getByRole("button", { name: "Add a step" }).click();
    await added.getByText("This is no address of a picture.").waitFor();
    await added.getByLabel("Address of the picture").fill(PICTURE);
    await added.getByRole("button", { name: "Add a step" }).click();
    const third = page.getByRole("form", { name: "Step 3" });
    await third.waitFor();
    const findings = await axeFindings(page);
    await third.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await third.waitFor({ state: "detached" });

    expect(moved.map((row) => row.instruction_en)).toEqual(["Draw the eyes.", "Draw a large circle."]);
    expect(await rows()).toHaveLength(2);
    expect(findings).toEqual([]);
  });

  it("shows what somebody else has saved meanwhile, in place of a change that came too late", async () => {
    await gallery.api.opened.database.query(
      "UPDATE tutorial_steps SET instruction_en = 'Draw two eyes.' WHERE step_number = 1",
    );
    const first = page.getByRole("form", { name: "Step 1" });
    await first.getByLabel("What to do · EN").fill("Draw three eyes.");
    await first.getByRole("button", { name: "Save" }).click();

    await expectSoon(async () => (await stepTexts())[0] === "Draw two eyes.");
  });

  it("lets nobody else in", async () => {
    const other = await gallery.phone("admin", { token: await gallery.api.world.token(anna) });

    await other.getByText("You may not do that.").waitFor();
    await other.context().close();
  });
});

async function expectSoon(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
