import { randomUUID } from "node:crypto";

const url = (name: number) => `https://images.example.org/${name}.png`;

interface DrawingModel {
  owner: number;
  tutorial: string | null;
  uploaded: string | null;
  images: string[];
}
interface StoryModel {
  owner: number;
  drawing: string | null;
  title: string;
  isFavorite: boolean;
}
interface TutorialModel {
  subject: string;
  steps: { id: string; text: string }[];
}

/** What the service should hold, kept in plain objects. */
export class MutationModel {
  readonly drawings = new Map<string, DrawingModel>();
  readonly stories = new Map<string, StoryModel>();
  readonly tutorials = new Map<string, TutorialModel>();
}

const MAX_IMAGES = 50;

/** One mutation: who sends what, what the model makes of it, and the code that the answer has to carry. */
export interface Sent {
  readonly field: string;
  readonly code?: string;
}

/** What an admin alone may do. */
export type AdminAct = (model: MutationModel, numbers: readonly number[]) => Sent | undefined;

const pick = <Value>(rows: ReadonlyMap<string, Value>, number = 0): [string, Value] | undefined =>
  [...rows][number % Math.max(1, rows.size)];

const some = <Value>(rows: ReadonlyMap<string, Value>, numbers: readonly number[]): [string, Value][] =>
  numbers.flatMap((number) => {
    const found = pick(rows, number);
    return found ? [found] : [];
  });

const listed = (rows: readonly [string, unknown][]) => JSON.stringify(rows.map(([id]) => id));

const isRow = <Value extends { owner: number }>(found: [string, Value] | undefined, who: number): found is [string, Value] =>
  found !== undefined && found[1].owner === who;

export type Act = (model: MutationModel, who: number, numbers: readonly number[]) => Sent | undefined;

/** What everybody may do to their own rows. */
export const ACTS: Record<string, Act> = {
  createDrawing(model, who, [a = 0, b = 0]) {
    const id = randomUUID();
    const tutorial = a % 2 ? (pick(model.tutorials, b)?.[0] ?? null) : null;
    model.drawings.set(id, { owner: who, tutorial, uploaded: url(a), images: [url(b)] });
    const reference = tutorial ? `tutorialId: "${tutorial}",` : "";
    return {
      field: `createDrawing(input: { id: "${id}", ${reference} uploadedImageUrl: "${url(a)}", editedImagesUrls: ["${url(b)}"] }) { id }`,
    };
  },
  updateDrawing(model, who, [a = 0, b = 0]) {
    const found = pick(model.drawings, a);
    if (!found) return undefined;
    const [id, drawing] = found;
    const uploaded = b % 3 ? url(b) : null;
    if (isRow(found, who)) drawing.uploaded = uploaded;
    const field = `updateDrawing(id: "${id}", input: { uploadedImageUrl: ${JSON.stringify(uploaded)} }) { id }`;
    return { field, code: isRow(found, who) ? undefined : "NOT_FOUND" };
  },
  addEditedImage(model, who, [a = 0, b = 0]) {
    const found = pick(model.drawings, a);
    if (!found) return undefined;
    const [id, { images }] = found;
    const field = `addEditedImage(drawingId: "${id}", url: "${url(b)}") { id }`;
    if (!isRow(found, who)) return { field, code: "NOT_FOUND" };
    if (images.includes(url(b))) return { field };
    if (images.length >= MAX_IMAGES) return { field, code: "BAD_USER_INPUT" };
    images.push(url(b));
    return { field };
  },
  removeEditedImage(model, who, [a = 0, b = 0]) {
    const found = pick(model.drawings, a);
    if (!found) return undefined;
    const [id, drawing] = found;
    const image = drawing.images[b % Math.max(1, drawing.images.length)] ?? url(b);
    if (isRow(found, who)) drawing.images = drawing.images.filter((other) => other !== image);
    const field = `removeEditedImage(drawingId: "${id}", url: "${image}") { id }`;
    return { field, code: isRow(found, who) ? undefined : "NOT_FOUND" };
  },
  deleteDrawing(model, who, [a = 0]) {
    const found = pick(model.drawings, a);
    if (!found) return undefined;
    const [id] = found;
    if (isRow(found, who)) {
      model.drawings.delete(id);
      for (const story of model.stories.values()) if (story.drawing === id) story.drawing = null;
    }
    return { field: `deleteDrawing(id: "${id}")`, code: isRow(found, who) ? undefined : "NOT_FOUND" };
  },
  createStory(model, who, [a = 0, b = 0]) {
    const id = randomUUID();
    const found = a % 3 ? pick(model.drawings, b) : undefined;
    const drawing = found ? `drawingId: "${found[0]}",` : "";
    const field = `createStory(input: { id: "${id}", ${drawing} title: "${a}", storyTextEn: "", storyTextDe: "", imageUrl: "${url(a)}" }) { id }`;
    if (found && !isRow(found, who)) return { field, code: "NOT_FOUND" };
    model.stories.set(id, { owner: who, drawing: found?.[0] ?? null, title: String(a), isFavorite: false });
    return { field };
  },
  updateStory(model, who, [a = 0, b = 0]) {
    const found = pick(model.stories, a);
    if (!found) return undefined;
    const [id, story] = found;
    const drawing = b % 2 ? pick(model.drawings, b) : undefined;
    const reference = drawing ? `, drawingId: "${drawing[0]}"` : b % 5 ? "" : ", drawingId: null";
    const field = `updateStory(id: "${id}", input: { title: "${b}"${reference} }) { id }`;
    if (!isRow(found, who) || (drawing && !isRow(drawing, who))) return { field, code: "NOT_FOUND" };
    story.title = String(b);
    if (reference) story.drawing = drawing?.[0] ?? null;
    return { field };
  },
  setStoryFavorite(model, who, [a = 0, b = 0]) {
    const found = pick(model.stories, a);
    if (!found) return undefined;
    const [id, story] = found;
    if (isRow(found, who)) story.isFavorite = b % 2 === 1;
    const field = `setStoryFavorite(id: "${id}", isFavorite: ${b % 2 === 1}) { id }`;
    return { field, code: isRow(found, who) ? undefined : "NOT_FOUND" };
  },
  deleteStory(model, who, [a = 0]) {
    const found = pick(model.stories, a);
    if (!found) return undefined;
    if (isRow(found, who)) model.stories.delete(found[0]);
    return { field: `deleteStory(id: "${found[0]}")`, code: isRow(found, who) ? undefined : "NOT_FOUND" };
  },
  setStoriesFavorite(model, who, [a = 0, b = 0, c = 0]) {
    const found = some(model.stories, [a, b]);
    const isFavorite = c % 2 === 1;
    const areOwn = found.every((one) => isRow(one, who));
    if (areOwn) for (const [, story] of found) story.isFavorite = isFavorite;
    const field = `setStoriesFavorite(ids: ${listed(found)}, isFavorite: ${isFavorite}) { id }`;
    return { field, code: areOwn ? undefined : "NOT_FOUND" };
  },
  deleteStories(model, who, [a = 0, b = 0]) {
    const found = some(model.stories, [a, b]);
    const areOwn = found.every((one) => isRow(one, who));
    if (areOwn) for (const [id] of found) model.stories.delete(id);
    return { field: `deleteStories(ids: ${listed(found)})`, code: areOwn ? undefined : "NOT_FOUND" };
  },
  deleteDrawings(model, who, [a = 0, b = 0]) {
    const found = some(model.drawings, [a, b]);
    const areOwn = found.every((one) => isRow(one, who));
    for (const [id] of areOwn ? found : []) {
      model.drawings.delete(id);
      for (const story of model.stories.values()) if (story.drawing === id) story.drawing = null;
    }
    return { field: `deleteDrawings(ids: ${listed(found)})`, code: areOwn ? undefined : "NOT_FOUND" };
  },
};

const step = (text: number) => `{ instructionEn: "${text}", instructionDe: "", imageUrl: "${url(text)}" }`;

/** What admins alone may do; ids of steps are the service's, so the model learns them when it compares. */
export const ADMIN_ACTS: Record<string, AdminAct> = {
  createTutorial(model, [a = 0, b = 0]) {
    const id = randomUUID();
    const texts = Array.from({ length: b % 8 }, (_, index) => a + index);
    model.tutorials.set(id, { subject: `s${a}`, steps: texts.map((text) => ({ id: "", text: String(text) })) });
    return {
      field: `createTutorial(input: { id: "${id}", category: "c", subject: "s${a}", steps: [${texts.map(step).join()}] }) { id }`,
    };
  },
  updateTutorial(model, [a = 0, b = 0]) {
    const found = pick(model.tutorials, a);
    if (!found) return undefined;
    found[1].subject = `s${b}`;
    return { field: `updateTutorial(id: "${found[0]}", input: { subject: "s${b}" }) { id }` };
  },
  deleteTutorial(model, [a = 0]) {
    const found = pick(model.tutorials, a);
    if (!found) return undefined;
    model.tutorials.delete(found[0]);
    for (const drawing of model.drawings.values()) if (drawing.tutorial === found[0]) drawing.tutorial = null;
    return { field: `deleteTutorial(id: "${found[0]}")` };
  },
  addTutorialStep(model, [a = 0, b = 0]) {
    const found = pick(model.tutorials, a);
    if (!found) return undefined;
    const { steps } = found[1];
    const position = b % (steps.length + 3);
    const field = `addTutorialStep(tutorialId: "${found[0]}", input: ${step(b)}, position: ${position}) { id }`;
    if (position < 1 || position > steps.length + 1) return { field, code: "BAD_USER_INPUT" };
    steps.splice(position - 1, 0, { id: "", text: String(b) });
    return { field };
  },
  moveTutorialStep(model, [a = 0, b = 0, c = 0]) {
    const steps = pick(model.tutorials, a)?.[1].steps ?? [];
    const moved = steps[b % Math.max(1, steps.length)];
    if (!moved) return undefined;
    const position = c % (steps.length + 2);
    const field = `moveTutorialStep(id: "${moved.id}", position: ${position}) { id }`;
    if (position < 1 || position > steps.length) return { field, code: "BAD_USER_INPUT" };
    steps.splice(steps.indexOf(moved), 1);
    steps.splice(position - 1, 0, moved);
    return { field };
  },
  updateTutorialStep(model, [a = 0, b = 0]) {
    const steps = pick(model.tutorials, a)?.[1].steps ?? [];
    const changed = steps[b % Math.max(1, steps.length)];
    if (!changed) return undefined;
    changed.text = String(b);
    return { field: `updateTutorialStep(id: "${changed.id}", input: { instructionEn: "${b}" }) { id }` };
  },
  deleteTutorialStep(model, [a = 0, b = 0]) {
    const steps = pick(model.tutorials, a)?.[1].steps ?? [];
    const deleted = steps[b % Math.max(1, steps.length)];
    if (!deleted) return undefined;
    steps.splice(steps.indexOf(deleted), 1);
    return { field: `deleteTutorialStep(id: "${deleted.id}") { id }` };
  },
};
