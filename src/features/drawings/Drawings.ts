import type { EntityManager } from "typeorm";
import {
  badInput,
  changeRow,
  deleteRows,
  FieldCode,
  insertOnce,
  lockRow,
  notFound,
  type RequestContext,
  type Seen,
  sent,
  type Writer,
} from "#engine/features";
import { Drawing } from "../../entities/Drawing.js";
import { limits } from "../../entities/limits.js";
import { Tutorial } from "../../entities/Tutorial.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { checkQuota } from "../../writes/checkQuota.js";
import type { CreateDrawingInput } from "./CreateDrawingInput.js";
import type { UpdateDrawingInput } from "./UpdateDrawingInput.js";

/** What viewers do with their own drawings. Each method returns the drawing's id. */
export class Drawings {
  /** @param most how many an account may have. */
  constructor(
    private readonly writer: Writer,
    private readonly most: number,
    private readonly consent: ConsentGate,
  ) {}

  /** @throws ClientError LIMIT_REACHED when the account has as many as it may have. */
  create(context: RequestContext, input: CreateDrawingInput): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      await this.consent.checkNew(manager, viewer);
      await checkTutorial(manager, input.tutorialId);
      const defaults = { tutorialId: null, uploadedImageUrl: null, editedImagesUrls: [] };
      const { id, isNew } = await insertOnce(manager, Drawing, { ...defaults, ...sent(input), userId: viewer.id });
      if (isNew) await checkQuota(manager, Drawing, viewer.id, this.most);
      return id;
    });
  }

  update(context: RequestContext, id: string, changes: UpdateDrawingInput, seen: Seen): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      await lockRow(manager, Drawing, { id, userId: viewer.id }, "drawing", seen);
      await this.consent.checkChange(manager, viewer, Drawing, changes);
      await checkTutorial(manager, changes.tutorialId);
      await changeRow(manager, Drawing, id, changes);
      return id;
    });
  }

  /** Adds an image at the end, unless it is there. @throws ClientError BAD_USER_INPUT when there is no room for another. */
  addEditedImage(context: RequestContext, id: string, url: string): Promise<string> {
    return this.changeImages(context, id, (there) => {
      if (there.some((one) => isSame(one, url))) return there;
      if (there.length < limits.editedImages) return [...there, url];
      const message = `A drawing has at most ${limits.editedImages} edited images. Remove one first.`;
      throw badInput([{ path: ["url"], code: FieldCode.TOO_MANY, message }]);
    });
  }

  removeEditedImage(context: RequestContext, id: string, url: string): Promise<string> {
    return this.changeImages(context, id, (there) => there.filter((one) => !isSame(one, url)));
  }

  private changeImages(context: RequestContext, id: string, changed: (there: string[]) => string[]): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      const { editedImagesUrls: there } = await lockRow(manager, Drawing, { id, userId: viewer.id }, "drawing");
      const editedImagesUrls = changed(there);
      const added = editedImagesUrls.filter((url) => !there.includes(url));
      await this.consent.checkChange(manager, viewer, Drawing, { editedImagesUrls: added });
      await changeRow(manager, Drawing, id, { editedImagesUrls });
      return id;
    });
  }

  /** All or none. The stories about them stay. @returns the ids. */
  deleteAll(context: RequestContext, ids: readonly string[]): Promise<readonly string[]> {
    return this.writer.asViewer(context, (manager, viewer) =>
      deleteRows(manager, Drawing, ids, { userId: viewer.id }, "drawing"),
    );
  }

  /** The stories about it stay. */
  delete(context: RequestContext, id: string): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      const { affected } = await manager.delete(Drawing, { id, userId: viewer.id });
      if (affected !== 1) throw notFound("drawing");
      return id;
    });
  }
}

/** Rows of earlier releases hold addresses as they were typed. */
const isSame = (one: string, other: string): boolean => one === other || (URL.canParse(one) && new URL(one).href === other);

async function checkTutorial(manager: EntityManager, id: string | null | undefined): Promise<void> {
  if (id && !(await manager.existsBy(Tutorial, { id }))) throw notFound("tutorial");
}
