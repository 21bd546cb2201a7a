import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { LookUp } from "#engine/features";
import { PictureLink } from "../../entities/PictureLink.js";

/** How many bytes SHA-256 takes at once: HMAC's key is filled up to them. */
const BLOCK_BYTES = 64;
const KEY_BYTES = 32;
const ROW = 1;

type Keys = Pick<PictureLink, "innerKey" | "outerKey">;

/** The addresses of pictures: what they begin with, and how they are signed. The key is in the database, whose statements sign too. */
export class PictureLinks {
  private known: Promise<Keys | null> | undefined;

  /** @param publicUrl what addresses begin with; absent where that depends on who asks. */
  constructor(
    private readonly lookUp: LookUp,
    private readonly publicUrl: string | undefined,
  ) {}

  /**
   * Makes what the addresses need where it is missing, and points them to where the service is now.
   * @param ownUrl where the service can be reached, for the case that no setting says so.
   */
  async prepare(manager: EntityManager, ownUrl: string): Promise<PictureLink> {
    const baseUrl = this.publicUrl ?? ownUrl;
    const key = Buffer.concat([randomBytes(KEY_BYTES), Buffer.alloc(BLOCK_BYTES - KEY_BYTES)]);
    const padded = (byte: number) => key.map((one) => one ^ byte);
    await manager.query(
      `INSERT INTO picture_links AS links (id, base_url, inner_key, outer_key) VALUES (${ROW}, $1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET base_url = excluded.base_url WHERE links.base_url <> excluded.base_url`,
      [baseUrl, padded(0x36), padded(0x5c)],
    );
    return manager.findOneByOrFail(PictureLink, { id: ROW });
  }

  /** Whether the service has signed this text. It asks the database once for the key. */
  async isGenuine(text: string, signature: string): Promise<boolean> {
    this.known ??= this.lookUp((manager) => manager.findOneBy(PictureLink, { id: ROW }));
    const keys = await this.known.catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    if (!keys) this.known = undefined;
    const right = Buffer.from(keys ? signatureOf(text, keys) : "");
    const given = Buffer.from(signature);
    return keys !== null && right.length === given.length && timingSafeEqual(right, given);
  }
}

/** HMAC-SHA256 (RFC 2104) of a text in base64url, by keys that are filled up and padded already, as the statements make it. */
export function signatureOf(text: string, { innerKey, outerKey }: Keys): string {
  const inner = createHash("sha256").update(innerKey).update(text).digest();
  return createHash("sha256").update(outerKey).update(inner).digest("base64url");
}
