import { type EntityManager, IsNull, Not } from "typeorm";
import {
  badInput,
  ClientError,
  insertOnce,
  notFound,
  type RequestContext,
  type Viewer,
  type Writer,
  withoutNulls,
} from "#engine/features";
import { ErrorCode, FieldCode } from "../../codes.js";
import { Drawing } from "../../entities/Drawing.js";
import { StoryRequest } from "../../entities/StoryRequest.js";
import { StoryRequestState } from "../../entities/StoryRequestState.js";
import { Tutorial } from "../../entities/Tutorial.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { notOffered } from "../../writes/notOffered.js";
import type { RequestStoryInput } from "./RequestStoryInput.js";
import type { StoryBudget } from "./StoryBudget.js";
import type { StoryCounts } from "./StoryCounts.js";

const storiesLimited = (retryAfterSeconds: number) =>
  new ClientError(
    ErrorCode.RATE_LIMITED,
    `Enough stories have been asked for today. Try again in ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds },
  );

/** How long a client waits that finds the month's budget spent: it may have been raised by then. */
const SPENT_SECONDS = 3_600;

const budgetSpent = () =>
  new ClientError(
    ErrorCode.RATE_LIMITED,
    `All stories that the service may have written this month have been. Try again in ${SPENT_SECONDS} seconds.`,
    { retryAfterSeconds: SPENT_SECONDS },
  );

/** What stories may be asked for. */
interface Offer {
  /** Of one account. */
  readonly mostADay: number;
  /** Has what was asked for begun. */
  readonly wake: () => void;
  readonly counts: Pick<StoryCounts, "note">;
  /** Whether a drawing needs a picture that the service keeps. */
  readonly isAboutPictures: boolean;
  /** Absent where nothing is paid for. */
  readonly budget?: Pick<StoryBudget, "isSpent">;
}

/** Seconds until the account may ask for another story: none while it has asked for fewer than so many in a day. */
const WAIT = `SELECT ceil(extract(epoch FROM min(created_at) + interval '1 day' - now()))::int AS seconds FROM
  (SELECT created_at FROM story_requests WHERE user_id = $1 AND created_at > now() - interval '1 day'
    ORDER BY created_at DESC LIMIT $2) AS latest HAVING count(*) >= $2`;

/** What viewers ask for. */
export class StoryRequests {
  /** @param offered absent where no stories are written. */
  constructor(
    private readonly writer: Writer,
    private readonly consent: ConsentGate,
    private readonly offered: Offer | undefined,
  ) {}

  /**
   * Asks for a story. @returns the id of the request, which may be one that is open already.
   * @throws ClientError NOT_OFFERED; CONSENT_REQUIRED; NOT_FOUND for another's drawing; BAD_USER_INPUT for one without a picture;
   * RATE_LIMITED when the account has asked for as many as it may in a day, or all accounts for as many as the month's budget allows.
   */
  async request(context: RequestContext, { id, drawingId }: RequestStoryInput): Promise<string> {
    const { offered } = this;
    if (!offered) throw notOffered("stories");
    const asked = await this.writer.asViewer(context, async (manager, viewer) => {
      await this.consent.checkNew(manager, viewer);
      // Two clicks wait for each other here; an erasure, too.
      await manager.query("SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE", [viewer.id]);
      const there = await openOrSame(manager, viewer, drawingId, id);
      if (there !== undefined) return { id: there, isNew: false };
      await checkDrawing(manager, viewer, drawingId, offered.isAboutPictures);
      await checkDay(manager, viewer, offered.mostADay);
      if (await offered.budget?.isSpent(manager)) throw budgetSpent();
      return insertOnce(manager, StoryRequest, { ...withoutNulls({ id }), drawingId, userId: viewer.id });
    });
    if (asked.isNew) offered.counts.note(StoryRequestState.REQUESTED);
    offered.wake();
    return asked.id;
  }
}

/** The request that was made with this id, or one of the drawing that is open. */
async function openOrSame(
  manager: EntityManager,
  { id: userId }: Viewer,
  drawingId: string,
  id: string | null | undefined,
): Promise<string | undefined> {
  const same = id ? await manager.findOneBy(StoryRequest, { id, userId, drawingId }) : null;
  const found = same ?? (await manager.findOneBy(StoryRequest, { userId, drawingId, dueAt: Not(IsNull()) }));
  return found?.id;
}

async function checkDrawing(
  manager: EntityManager,
  { id: userId }: Viewer,
  id: string,
  isAboutPictures: boolean,
): Promise<void> {
  const drawing = await manager.findOneBy(Drawing, { id, userId });
  if (!drawing) throw notFound("drawing");
  if (drawing.pictureId !== null) return;
  if (isAboutPictures)
    throw noPicture("The drawing has no picture that the service keeps. Upload one by createPicture, then ask again.");
  if (drawing.uploadedImageUrl !== null) return;
  const tutorial = drawing.tutorialId === null ? null : await manager.findOneBy(Tutorial, { id: drawing.tutorialId });
  if (tutorial?.thumbnailUrl) return;
  throw noPicture("The drawing has no picture. Give it one by updateDrawing, then ask again.");
}

const noPicture = (message: string) => badInput([{ path: ["input", "drawingId"], code: FieldCode.NO_PICTURE, message }]);

async function checkDay(manager: EntityManager, { id }: Viewer, most: number): Promise<void> {
  const [wait] = await manager.query<{ seconds: number }[]>(WAIT, [id, most]);
  if (wait) throw storiesLimited(Math.max(1, wait.seconds));
}
