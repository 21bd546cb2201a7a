import { type EntityManager, In, IsNull, Not } from "typeorm";
import {
  badInput,
  changeRow,
  deleteRows,
  insertOnce,
  lockRow,
  notFound,
  type RequestContext,
  type Seen,
  type Viewer,
  type Writer,
  withoutNulls,
} from "#engine/features";
import { FieldCode } from "../../codes.js";
import { Drawing } from "../../entities/Drawing.js";
import { limits } from "../../entities/limits.js";
import { Picture } from "../../entities/Picture.js";
import { StoryRequest } from "../../entities/StoryRequest.js";
import { StoryRequestState } from "../../entities/StoryRequestState.js";
import { Tutorial } from "../../entities/Tutorial.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { checkQuota } from "../../writes/checkQuota.js";
import type { ShownPictures } from "../../writes/ShownPictures.js";
import type { CreateDrawingInput } from "./CreateDrawingInput.js";
import type { UpdateDrawingInput } from "./UpdateDrawingInput.js";

/** Viewers' changes of their own drawings. Each method returns the drawing's id. */
export class Drawings {
  /** @param most how many an account may have. */
  constructor(
    private readonly writer: Writer,
    private readonly most: number,
    private readonly consent: ConsentGate,
    private readonly pictures: ShownPictures,
  ) {}

  /** @throws ClientError LIMIT_REACHED when the account has as many as it may have. */
  create(context: RequestContext, input: CreateDrawingInput): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      await this.consent.checkNew(manager, viewer);
      await checkTutorial(manager, input.tutorialId);
      await checkPicture(manager, viewer, input.pictureId);
      const defaults = { tutorialId: null, pictureId: null, uploadedImageUrl: null, editedImagesUrls: [] };
      const { id, isNew } = await insertOnce(manager, Drawing, { ...defaults, ...withoutNulls(input), userId: viewer.id });
      if (isNew) await checkQuota(manager, Drawing, viewer.id, this.most);
      return id;
    });
  }

  update(context: RequestContext, id: string, changes: UpdateDrawingInput, seen: Seen): Promise<string> {
    return this.pictures.change(context, async (manager, viewer) => {
      const { pictureId: before } = await lockRow(manager, Drawing, { id, userId: viewer.id }, "drawing", seen);
      await this.consent.checkChange(manager, viewer, Drawing, changes);
      if (changes.pictureId) await this.consent.checkNew(manager, viewer);
      await checkTutorial(manager, changes.tutorialId);
      await checkPicture(manager, viewer, changes.pictureId);
      const pictureId = shownPicture(changes);
      await changeRow(manager, Drawing, id, { ...changes, pictureId });
      return { answer: id, pictures: pictureId !== undefined && pictureId !== before ? [before] : [] };
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

  /** All or none. The stories about them stay, and the pictures that these show. @returns the ids. */
  deleteAll(context: RequestContext, ids: readonly string[]): Promise<readonly string[]> {
    return this.pictures.change(context, async (manager, viewer) => {
      const pictures = await loosePictures(manager, viewer, ids);
      return { answer: await deleteRows(manager, Drawing, ids, { userId: viewer.id }, "drawing"), pictures };
    });
  }

  /** The stories about it stay, and a picture that they show. */
  delete(context: RequestContext, id: string): Promise<string> {
    return this.pictures.change(context, async (manager, viewer) => {
      const pictures = await loosePictures(manager, viewer, [id]);
      const { affected } = await manager.delete(Drawing, { id, userId: viewer.id });
      if (affected !== 1) throw notFound("drawing");
      return { answer: id, pictures };
    });
  }
}

/** Rows of earlier releases hold addresses as they were typed. */
const isSame = (one: string, other: string): boolean => one === other || (URL.canParse(one) && new URL(one).href === other);

/** An address without a picture replaces the picture that the drawing shows. Undefined changes nothing. */
const shownPicture = ({ pictureId, uploadedImageUrl }: UpdateDrawingInput): string | null | undefined =>
  pictureId === undefined && uploadedImageUrl !== undefined ? null : pictureId;

/** The pictures of the viewer's drawings, except those that a story being written needs: nothing else keeps them for more than a day. */
async function loosePictures(manager: EntityManager, viewer: Viewer, ids: readonly string[]): Promise<readonly string[]> {
  const drawings = await manager.findBy(Drawing, { id: In([...ids]), userId: viewer.id, pictureId: Not(IsNull()) });
  const written = await manager.findBy(StoryRequest, { drawingId: In([...ids]), state: StoryRequestState.WRITING });
  return drawings
    .filter(({ id }) => !written.some(({ drawingId }) => drawingId === id))
    .flatMap(({ pictureId }) => pictureId ?? []);
}

/** @throws ClientError NOT_FOUND for another's picture, BAD_USER_INPUT for one without its bytes. */
async function checkPicture(manager: EntityManager, viewer: Viewer, id: string | null | undefined): Promise<void> {
  if (!id) return;
  const picture = await manager.findOneBy(Picture, { id, userId: viewer.id });
  if (!picture) throw notFound("picture");
  if (picture.uploadedAt) return;
  const message =
    "The picture has not been uploaded yet. PUT its bytes to the address that createPicture answered, then try again.";
  throw badInput([{ path: ["input", "pictureId"], code: FieldCode.NOT_UPLOADED, message }]);
}

async function checkTutorial(manager: EntityManager, id: string | null | undefined): Promise<void> {
  if (id && !(await manager.existsBy(Tutorial, { id }))) throw notFound("tutorial");
}
