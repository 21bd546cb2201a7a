import { createHash } from "node:crypto";
import bcrypt from "bcrypt";
import type { DataSource, EntityManager } from "typeorm";
import { Drawing } from "../../../src/entities/Drawing.js";
import { Language } from "../../../src/entities/Language.js";
import { Role } from "../../../src/entities/Role.js";
import { Story } from "../../../src/entities/Story.js";
import { Tutorial } from "../../../src/entities/Tutorial.js";
import { TutorialStep } from "../../../src/entities/TutorialStep.js";
import { User } from "../../../src/entities/User.js";
import { annasStories } from "./annasStories.js";
import { bensStories } from "./bensStories.js";
import type { DemoStory } from "./DemoStory.js";
import { miasStories } from "./miasStories.js";
import { demoTutorials } from "./tutorials.js";

export const DEMO_PASSWORD = "novadraw-demo";
export const DEMO_ACCOUNTS = ["anna@example.org", "ben@example.org", "mia@example.org", "admin@example.org"] as const;

const PASSWORD_COST = 10;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Where pictures are said to be when nobody serves them. */
const NOWHERE = "https://images.novadraw.example";

export const demoChildren = [
  { email: "anna@example.org", name: "Anna", language: Language.DE, birthdate: "2017-04-30", stories: annasStories },
  { email: "ben@example.org", name: "Ben", language: Language.EN, birthdate: "2016-11-05", stories: bensStories },
  { email: "mia@example.org", name: "Mia", language: Language.DE, birthdate: "2018-02-14", stories: miasStories },
];

/**
 * Loads the demo data, all or nothing. It does nothing when the data is there, so that later changes stay.
 * @param images the address under which the pictures are served.
 */
export async function loadDemoData(database: DataSource, images = NOWHERE): Promise<void> {
  if (await database.getRepository(User).existsBy({ id: idOf("admin") })) return;
  const password = await bcrypt.hash(DEMO_PASSWORD, PASSWORD_COST);
  await database.transaction(async (manager) => {
    await addTutorials(manager, images);
    await manager.insert(User, [{ id: idOf("admin"), email: "admin@example.org", name: "Admin", password, role: Role.ADMIN }]);
    for (const { stories, ...child } of demoChildren) {
      const userId = idOf(child.email);
      await manager.insert(User, [{ id: userId, ...child, password }]);
      await addDrawings(manager, { ...child, userId, stories }, images);
    }
  });
}

async function addTutorials(manager: EntityManager, images: string): Promise<void> {
  const tutorials = demoTutorials.map(({ category, categoryDe, subject, subjectDe, en, de, steps }, index) => ({
    id: idOf(subject),
    category,
    categoryDe,
    subject,
    subjectDe,
    totalSteps: steps.length,
    thumbnailUrl: imageOf(images, "tutorials", subject, "thumbnail"),
    descriptionEn: en,
    descriptionDe: de,
    ...madeAt(index),
  }));
  const steps = demoTutorials.flatMap(({ subject, steps }, index) =>
    steps.map(([instructionEn, instructionDe], step) => ({
      id: idOf(subject, step),
      tutorialId: idOf(subject),
      stepNumber: step + 1,
      instructionEn,
      instructionDe,
      imageUrl: imageOf(images, "tutorials", subject, `step-${step + 1}`),
      ...madeAt(index),
    })),
  );
  await manager.insert(Tutorial, tutorials);
  await manager.insert(TutorialStep, steps);
}

async function addDrawings(
  manager: EntityManager,
  { userId, email, stories }: { userId: string; email: string; stories: readonly DemoStory[] },
  images: string,
): Promise<void> {
  const rows = stories.map(({ after, title, en, de }, index) => {
    const drawing = {
      id: idOf(email, index, "drawing"),
      userId,
      tutorialId: after === null ? null : idOf(after),
      uploadedImageUrl: imageOf(images, "drawings", email, index),
      editedImagesUrls: ["watercolour", "comic"]
        .slice(0, 1 + (index % 2))
        .map((style) => imageOf(images, "drawings", email, `${index}-${style}`)),
      ...madeAt(20 + index),
    };
    const story = {
      id: idOf(email, index, "story"),
      userId,
      drawingId: drawing.id,
      title,
      storyTextEn: en,
      storyTextDe: de,
      imageUrl: imageOf(images, "stories", email, index),
      isFavorite: index % 5 === 0,
      generationTimeMs: 4_000 + en.length * 7,
      ...madeAt(20.01 + index),
    };
    return { drawing, story };
  });
  await manager.insert(
    Drawing,
    rows.map(({ drawing }) => drawing),
  );
  await manager.insert(
    Story,
    rows.map(({ story }) => story),
  );
}

/** The same UUID for the same name, every time (RFC 9562, version 8). */
function idOf(...name: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(name.join("/")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function imageOf(images: string, folder: string, name: string, file: string | number): string {
  return `${images}/${folder}/${encodeURIComponent(name.replace(/@.*$/, "").replaceAll(" ", "-"))}/${file}.svg`;
}

function madeAt(day: number): { createdAt: Date; updatedAt: Date } {
  const instant = new Date(Date.UTC(2026, 8, 1, 15) + day * DAY_MS);
  return { createdAt: instant, updatedAt: instant };
}
