import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import { Drawing } from "../../src/entities/Drawing.js";
import { OneTimeToken } from "../../src/entities/OneTimeToken.js";
import { Picture } from "../../src/entities/Picture.js";
import { PictureType } from "../../src/entities/PictureType.js";
import { Session } from "../../src/entities/Session.js";
import { Story } from "../../src/entities/Story.js";
import { StoryRequest } from "../../src/entities/StoryRequest.js";
import type { TokenPurpose } from "../../src/entities/TokenPurpose.js";
import { Tutorial } from "../../src/entities/Tutorial.js";
import { TutorialStep } from "../../src/entities/TutorialStep.js";
import { User } from "../../src/entities/User.js";

let serial = 0;

/** Builds the rows that a test is about; what the test does not name is made up. */
export class World {
  constructor(private readonly database: DataSource) {}

  user(columns: Partial<User> = {}): Promise<User> {
    return this.insert(User, {
      email: `child-${++serial}@example.org`,
      password: "no password",
      name: null,
      birthdate: null,
      ...columns,
    });
  }

  /** A token that signs the user in. */
  async token(user: User, expiresAt = new Date(Date.now() + 3_600_000)): Promise<string> {
    const token = randomBytes(32).toString("base64url");
    await this.insert(Session, { userId: user.id, tokenHash: createHash("sha256").update(token).digest(), expiresAt });
    return token;
  }

  /** The token of a link that is good for the account. */
  async linkToken(user: User, purpose: TokenPurpose, expiresAt = new Date(Date.now() + 3_600_000)): Promise<string> {
    const token = randomBytes(32).toString("base64url");
    const tokenHash = createHash("sha256").update(token).digest();
    await this.database.getRepository(OneTimeToken).insert({ userId: user.id, purpose, tokenHash, expiresAt });
    return token;
  }

  async tutorial(columns: Partial<Tutorial> = {}, steps: readonly Partial<TutorialStep>[] = []): Promise<Tutorial> {
    const tutorial = await this.insert(Tutorial, {
      category: "animals",
      subject: `fox ${++serial}`,
      totalSteps: steps.length,
      ...columns,
    });
    for (const [index, step] of steps.entries()) await this.step(tutorial, { stepNumber: index + 1, ...step });
    return tutorial;
  }

  step(tutorial: Tutorial, columns: Partial<TutorialStep>): Promise<TutorialStep> {
    const imageUrl = "https://images.example.org/step.png";
    return this.insert(TutorialStep, {
      tutorialId: tutorial.id,
      instructionEn: "Draw.",
      instructionDe: "Zeichne.",
      imageUrl,
      ...columns,
    });
  }

  drawing(user: User, columns: Partial<Drawing> = {}): Promise<Drawing> {
    return this.insert(Drawing, { userId: user.id, editedImagesUrls: [], ...columns });
  }

  story(user: User, columns: Partial<Story> = {}): Promise<Story> {
    const imageUrl = "https://images.example.org/story.png";
    const texts = { title: `A story ${++serial}`, storyTextEn: "Once.", storyTextDe: "Einmal." };
    return this.insert(Story, { userId: user.id, imageUrl, ...texts, ...columns });
  }

  /** A picture that has been uploaded. No file is behind it. */
  picture(user: User, columns: Partial<Picture> = {}): Promise<Picture> {
    const uploaded = {
      uploadedAt: new Date(),
      width: 4,
      height: 3,
      keptBytes: 100,
      storageKey: randomBytes(32).toString("base64url"),
    };
    return this.insert(Picture, { userId: user.id, contentType: PictureType.PNG, sentBytes: 100, ...uploaded, ...columns });
  }

  /** A request of a story that has ended. */
  storyRequest(user: User, columns: Partial<StoryRequest> = {}): Promise<StoryRequest> {
    const ended = { state: "FAILED", reason: "UNAVAILABLE", dueAt: null, finishedAt: new Date() };
    return this.insert(StoryRequest, { userId: user.id, ...ended, ...columns });
  }

  /** A row of any table, made up as its columns need it. */
  row<Row extends ObjectLiteral>(entity: EntityTarget<Row>, columns: object = {}): Promise<Row> {
    const needed = this.database
      .getMetadata(entity)
      .columns.filter((column) => !column.isNullable && column.default === undefined && !column.isGenerated);
    return this.insert(entity, {
      ...Object.fromEntries(needed.map((column) => [column.propertyName, madeUp(column)])),
      ...columns,
    });
  }

  private async insert<Row extends ObjectLiteral>(entity: EntityTarget<Row>, columns: object): Promise<Row> {
    const repository = this.database.getRepository(entity);
    const id = (columns as { id?: string }).id ?? randomUUID();
    await repository.insert({ ...columns, id } as never);
    return repository.findOneByOrFail({ id } as never);
  }
}

/** A value that a column may have: a text says its name, an address is one, all else is the least there is. */
function madeUp({ propertyName, type, isArray, length }: EntityMetadata["columns"][number]): unknown {
  if (isArray) return [];
  if (/^(int|numeric|smallint)/.test(String(type))) return 1;
  if (type === "boolean") return false;
  if (type === "bytea") return randomBytes(32);
  if (type === "jsonb") return {};
  if (type === "uuid") return randomUUID();
  if (/^(timestamp|date)/.test(String(type))) return new Date();
  const text = propertyName.endsWith("Url") ? "https://images.example.org/x.png" : `${propertyName} ${++serial}`;
  return length === "" ? text : text.slice(0, Number(length));
}
