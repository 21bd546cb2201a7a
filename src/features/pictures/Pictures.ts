import { conflict, insertOnce, type RequestContext, readRow, type Writer, withoutNulls } from "#engine/features";
import { Picture } from "../../entities/Picture.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { checkQuota } from "../../writes/checkQuota.js";
import { notOffered } from "../../writes/notOffered.js";
import type { CreatePictureInput } from "./CreatePictureInput.js";
import type { PictureLinks } from "./PictureLinks.js";
import type { PictureUpload } from "./PictureUpload.js";
import { uploadAddress } from "./Upload.js";

const ADDRESS_MS = 15 * 60 * 1000;

const alreadyUploaded = () =>
  conflict("The picture has been uploaded already. Give its id to createDrawing, or make another one.");

/** What viewers do with pictures that the service keeps. */
export class Pictures {
  /** @param offered absent where the service keeps no pictures; `most` is how many an account may have. */
  constructor(
    private readonly writer: Writer,
    private readonly consent: ConsentGate,
    private readonly offered: { readonly links: PictureLinks; readonly most: number } | undefined,
  ) {}

  /**
   * Makes the empty row, and an address that takes its bytes.
   * @throws ClientError NOT_OFFERED where no pictures are kept; LIMIT_REACHED when the account has as many as it may have; CONFLICT when it
   * has been uploaded already.
   */
  async create(context: RequestContext, { id: given, type, bytes }: CreatePictureInput): Promise<PictureUpload> {
    const { offered } = this;
    if (!offered) throw notOffered("pictures");
    return this.writer.asViewer(context, async (manager, viewer) => {
      await this.consent.checkNew(manager, viewer);
      const row = { ...withoutNulls({ id: given }), contentType: type, sentBytes: bytes, userId: viewer.id };
      const { id, isNew } = await insertOnce(manager, Picture, row);
      if (isNew) await checkQuota(manager, Picture, viewer.id, offered.most);
      else if ((await manager.findOneByOrFail(Picture, { id })).uploadedAt) throw alreadyUploaded();
      const link = await offered.links.prepare(manager, context.origin().url);
      const expiresAt = new Date(Date.now() + ADDRESS_MS);
      return { picture: readRow({ id }), url: uploadAddress(link, { id, type, bytes }, expiresAt), expiresAt };
    });
  }
}
