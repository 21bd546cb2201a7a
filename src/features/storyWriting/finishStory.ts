import type { EntityManager } from "typeorm";
import { insertRows, newId } from "#engine/features";
import { Story } from "../../entities/Story.js";
import { StoryOrigin } from "../../entities/StoryOrigin.js";
import { StoryRequest } from "../../entities/StoryRequest.js";
import { StoryRequestReason } from "../../entities/StoryRequestReason.js";
import { StoryRequestState } from "../../entities/StoryRequestState.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { checkQuota } from "../../writes/checkQuota.js";
import { lockAccount } from "../../writes/lockAccount.js";
import type { StoryJob } from "./StoryJobs.js";
import type { Written } from "./StoryWriter.js";

const MINE = `SELECT drawing_id FROM story_requests WHERE id = $1 AND lease = $2 AND state = 'WRITING' FOR UPDATE`;

/** What finishing needs to know besides the job. */
export interface Finishing {
  readonly consent: ConsentGate;
  /** The most stories that an account may have. */
  readonly mostStories: number;
  /** How long the writer took. */
  readonly ms: number;
}

/**
 * Makes the story of a request, in the transaction of the caller: one story a request, whatever else happens. The account is locked first, as
 * an erasure does; otherwise the two could wait for each other. Without the lease the text is dropped.
 * @returns whether there is a story, or why not; undefined when the request is gone, or another process has it.
 * @throws ClientError LIMIT_REACHED when the account has as many stories as it may have.
 */
export async function finishStory(
  manager: EntityManager,
  { id, lease, userId, pictureId, imageUrl }: StoryJob,
  { titleEn, titleDe, storyTextEn, storyTextDe, model }: Written,
  { consent, mostStories, ms }: Finishing,
): Promise<"ready" | StoryRequestReason | undefined> {
  await lockAccount(manager, userId);
  const [mine] = await manager.query<{ drawing_id: string | null }[]>(MINE, [id, lease]);
  if (!mine) return undefined;
  if (await consent.isMissing(manager, userId)) return StoryRequestReason.CONSENT_ENDED;
  if (pictureId !== null && !(await isThere(manager, pictureId))) return StoryRequestReason.DRAWING_GONE;
  const story = {
    id: newId(),
    userId,
    drawingId: mine.drawing_id,
    title: titleEn,
    titleDe,
    storyTextEn,
    storyTextDe,
    imageUrl,
    pictureId,
    origin: StoryOrigin.AI,
    aiModel: model,
    generationTimeMs: Math.round(ms),
  };
  await insertRows(manager, Story, [story]);
  await checkQuota(manager, Story, userId, mostStories);
  const ended = { state: StoryRequestState.READY, dueAt: null, lease: null, storyId: story.id, finishedAt: new Date() };
  await manager.update(StoryRequest, id, ended);
  return "ready";
}

const isThere = async (manager: EntityManager, id: string): Promise<boolean> =>
  (await manager.query<unknown[]>("SELECT FROM pictures WHERE id = $1 FOR KEY SHARE", [id])).length > 0;
