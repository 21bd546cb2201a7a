import { randomUUID } from "node:crypto";
import bcrypt from "bcrypt";
import type { GraphQLInterfaceType } from "graphql";
import { Role as UserRole } from "../../../src/entities/Role.js";
import { TokenPurpose } from "../../../src/entities/TokenPurpose.js";
import { schema } from "../../support/referenceReader.js";
import type { TestApi } from "../../support/TestApi.js";

export const ROLES = ["anonymous", "owner", "other", "admin"] as const;
export type Role = (typeof ROLES)[number];

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);

/** The ids of one user's rows, one of each kind, and of a tutorial. */
export interface Owned {
  readonly user: string;
  readonly email: string;
  readonly session: string;
  /** The tokens of the links that reset the password and verify the email. */
  readonly links: { readonly reset: string; readonly verify: string };
  readonly consent: string;
  readonly tutorial: string;
  readonly step: string;
  readonly drawing: string;
  readonly story: string;
  readonly picture: string;
  readonly request: string;
  /** The id of one row of each type that implements Node, by the name of the type. */
  readonly nodes: Readonly<Record<string, string>>;
}

export async function ownedRows({ world, opened }: TestApi): Promise<Owned> {
  const user = await world.user({ password: hash, name: "Anna", birthdate: "2017-04-30" });
  await world.token(user);
  const [session] = await opened.database.query("SELECT id FROM sessions WHERE user_id = $1", [user.id]);
  const [consent] = await opened.database.query(
    "INSERT INTO consents (user_id, guardian, method, text_version) VALUES ($1, 'Her mother', 'PAPER', '1') RETURNING id",
    [user.id],
  );
  const admin = await world.user({ role: UserRole.ADMIN });
  await opened.database.query("INSERT INTO admin_reads (admin_id, user_id, operation) VALUES ($1, $2, 'Look')", [
    admin.id,
    user.id,
  ]);
  const links = {
    reset: await world.linkToken(user, TokenPurpose.PASSWORD_RESET),
    verify: await world.linkToken(user, TokenPurpose.EMAIL_VERIFICATION),
  };
  const tutorial = await world.tutorial({}, [{}, {}]);
  const [step] = await opened.database.query("SELECT id FROM tutorial_steps WHERE tutorial_id = $1 AND step_number = 1", [
    tutorial.id,
  ]);
  const picture = await world.picture(user);
  const drawing = await world.drawing(user, {
    pictureId: picture.id,
    tutorialId: tutorial.id,
    editedImagesUrls: ["https://images.example.org/edited.png"],
  });
  const story = await world.story(user, { drawingId: drawing.id, pictureId: picture.id });
  const request = await world.storyRequest(user, { drawingId: drawing.id, storyId: story.id });
  const nodes: Record<string, string> = {
    User: user.id,
    Tutorial: tutorial.id,
    TutorialStep: step.id,
    Drawing: drawing.id,
    Story: story.id,
    Picture: picture.id,
    StoryRequest: request.id,
  };
  for (const { name } of schema.getPossibleTypes(schema.getType("Node") as GraphQLInterfaceType))
    nodes[name] ??= (await world.row<{ id: string }>(name, { userId: user.id })).id;
  return {
    user: user.id,
    email: user.email,
    session: session.id,
    consent: consent.id,
    links,
    tutorial: tutorial.id,
    step: step.id,
    drawing: drawing.id,
    story: story.id,
    picture: picture.id,
    request: request.id,
    nodes,
  };
}

/** A token for each role. The other user and the admin have another password than the owner. */
export async function tokensOf({ world }: TestApi, { user }: Owned): Promise<Record<Role, string | undefined>> {
  return {
    anonymous: undefined,
    owner: await world.token({ id: user } as never),
    other: await world.token(await world.user({ password: OTHERS_HASH })),
    admin: await world.token(await world.user({ password: OTHERS_HASH, role: UserRole.ADMIN })),
  };
}

const OTHERS_HASH = bcrypt.hashSync("another secret", 4);

/** What each mutation is called with, about the owner's rows. */
export function mutationArguments(owned: Owned): Record<string, string> {
  const { user, email, session, links, consent, drawing, story, tutorial, step } = owned;
  const url = "https://images.example.org/x.png";
  const texts = `title: "A", storyTextEn: "B", storyTextDe: "C", imageUrl: "${url}"`;
  const instructions = `instructionEn: "A", instructionDe: "B", imageUrl: "${url}"`;
  return {
    signUp: `input: { email: "new-${randomUUID()}@example.org", password: "${password}" }`,
    signIn: `input: { email: "${email}", password: "${password}" }`,
    requestPasswordReset: `input: { email: "${email}" }`,
    resetPassword: `input: { token: "${links.reset}", newPassword: "a better secret" }`,
    requestEmailVerification: "",
    verifyEmail: `token: "${links.verify}"`,
    signOut: "",
    signOutEverywhere: "",
    endSession: `id: "${session}"`,
    withdrawConsent: `id: "${consent}"`,
    giveConsent: `input: { guardian: "Her mother", textVersion: "1", currentPassword: "${password}" }`,
    updateMe: 'input: { name: "Ben" }',
    changeEmail: `input: { email: "new-${randomUUID()}@example.org", currentPassword: "${password}" }`,
    changePassword: `input: { currentPassword: "${password}", newPassword: "a better secret" }`,
    setUserRole: `userId: "${user}", role: USER`,
    createDrawing: `input: { tutorialId: "${tutorial}" }`,
    updateDrawing: `id: "${drawing}", input: { uploadedImageUrl: "${url}" }`,
    addEditedImage: `drawingId: "${drawing}", url: "${url}"`,
    removeEditedImage: `drawingId: "${drawing}", url: "${url}"`,
    deleteDrawing: `id: "${drawing}"`,
    createPicture: "input: { type: PNG, bytes: 100 }",
    deleteDrawings: `ids: ["${drawing}"]`,
    createStory: `input: { drawingId: "${drawing}", ${texts} }`,
    requestStory: `input: { drawingId: "${drawing}" }`,
    updateStory: `id: "${story}", input: { title: "A" }`,
    setStoryFavorite: `id: "${story}", isFavorite: true`,
    deleteStory: `id: "${story}"`,
    setStoriesFavorite: `ids: ["${story}"], isFavorite: true`,
    deleteStories: `ids: ["${story}"]`,
    createTutorial: `input: { category: "A", subject: "B", steps: [{ ${instructions} }] }`,
    updateTutorial: `id: "${tutorial}", input: { subject: "A" }`,
    deleteTutorial: `id: "${tutorial}"`,
    addTutorialStep: `tutorialId: "${tutorial}", input: { ${instructions} }`,
    updateTutorialStep: `id: "${step}", input: { instructionEn: "A" }`,
    moveTutorialStep: `id: "${step}", position: 2`,
    deleteTutorialStep: `id: "${step}"`,
    requestExport: `currentPassword: "${password}"`,
    eraseMe: `input: { email: "${email}", currentPassword: "${password}" }`,
  };
}
