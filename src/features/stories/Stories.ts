import { type EntityManager, In } from "typeorm";
import {
  changeRow,
  deleteRows,
  foundAll,
  insertOnce,
  lockRow,
  notFound,
  type RequestContext,
  type Seen,
  type Viewer,
  type Writer,
  withoutNulls,
} from "#engine/features";
import { Drawing } from "../../entities/Drawing.js";
import { Story } from "../../entities/Story.js";
import { StoryOrigin } from "../../entities/StoryOrigin.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { checkQuota } from "../../writes/checkQuota.js";
import type { ShownPictures } from "../../writes/ShownPictures.js";
import type { CreateStoryInput } from "./CreateStoryInput.js";
import type { UpdateStoryInput } from "./UpdateStoryInput.js";

/** Viewers' changes of their own stories. Each method returns the story's id. */
export class Stories {
  /** @param most how many an account may have. */
  constructor(
    private readonly writer: Writer,
    private readonly most: number,
    private readonly consent: ConsentGate,
    private readonly pictures: ShownPictures,
  ) {}

  /** @throws ClientError LIMIT_REACHED when the account has as many as it may have. */
  create(context: RequestContext, input: CreateStoryInput): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      await this.consent.checkNew(manager, viewer);
      await checkDrawing(manager, viewer, input.drawingId);
      const defaults = {
        drawingId: null,
        titleDe: null,
        isFavorite: false,
        generationTimeMs: null,
        aiModel: null,
        origin: originOf(input),
      };
      const { id, isNew } = await insertOnce(manager, Story, { ...defaults, ...withoutNulls(input), userId: viewer.id });
      if (isNew) await checkQuota(manager, Story, viewer.id, this.most);
      return id;
    });
  }

  /** The address of another picture replaces the picture that the story shows. */
  update(context: RequestContext, id: string, changes: UpdateStoryInput, seen: Seen): Promise<string> {
    const isElsewhere = changes.imageUrl !== undefined;
    return this.pictures.change(context, async (manager, viewer) => {
      const { pictureId } = await lockRow(manager, Story, { id, userId: viewer.id }, "story", seen);
      await this.consent.checkChange(manager, viewer, Story, changes);
      await checkDrawing(manager, viewer, changes.drawingId);
      await changeRow(manager, Story, id, { ...changes, ...(isElsewhere && { pictureId: null }) });
      return { answer: id, pictures: isElsewhere ? [pictureId] : [] };
    });
  }

  setFavorite(context: RequestContext, id: string, isFavorite: boolean): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      const { affected } = await manager.update(Story, { id, userId: viewer.id }, { isFavorite });
      if (affected !== 1) throw notFound("story");
      return id;
    });
  }

  /** All or none. A repeated id counts once, and a story that is marked already stays as it is. @returns the ids. */
  setFavorites(context: RequestContext, ids: readonly string[], isFavorite: boolean): Promise<readonly string[]> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      if (ids.length === 0) return [];
      const where = { id: In([...ids]), userId: viewer.id };
      const query = manager.createQueryBuilder().update(Story).set({ isFavorite }).where(where).returning("id");
      const { raw } = await query.execute();
      return foundAll(ids, raw, "story");
    });
  }

  /** All or none. Pictures that nothing shows then go, too. @returns the ids. */
  deleteAll(context: RequestContext, ids: readonly string[]): Promise<readonly string[]> {
    return this.pictures.change(context, async (manager, viewer) => {
      const pictures = await picturesOf(manager, viewer, ids);
      return { answer: await deleteRows(manager, Story, ids, { userId: viewer.id }, "story"), pictures };
    });
  }

  delete(context: RequestContext, id: string): Promise<string> {
    return this.pictures.change(context, async (manager, viewer) => {
      const pictures = await picturesOf(manager, viewer, [id]);
      const { affected } = await manager.delete(Story, { id, userId: viewer.id });
      if (affected !== 1) throw notFound("story");
      return { answer: id, pictures };
    });
  }
}

/** The pictures of the viewer's stories. */
const picturesOf = async (manager: EntityManager, { id: userId }: Viewer, ids: readonly string[]): Promise<readonly string[]> =>
  (await manager.findBy(Story, { id: In([...ids]), userId })).flatMap(({ pictureId }) => pictureId ?? []);

const originOf = ({ generationTimeMs, aiModel }: CreateStoryInput): StoryOrigin =>
  generationTimeMs != null || aiModel != null ? StoryOrigin.AI : StoryOrigin.HUMAN;

/** A story may only be about a drawing of the same account. */
async function checkDrawing(manager: EntityManager, viewer: Viewer, id: string | null | undefined): Promise<void> {
  if (id && !(await manager.existsBy(Drawing, { id, userId: viewer.id }))) throw notFound("drawing");
}
