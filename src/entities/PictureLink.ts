import { Check, Column, Entity, PrimaryColumn } from "typeorm";
import { RetainedFor, Technical } from "./classification.js";
import { limits } from "./limits.js";

/** What the addresses of pictures begin with, and the key that signs them: one row, which all processes share. */
@RetainedFor("erasure")
@Entity("picture_links")
@Check("picture_links_one", "id = 1")
export class PictureLink {
  @Technical("To name the row.")
  @PrimaryColumn("smallint")
  id: number;

  @Technical("To make the addresses of pictures.")
  @Column("varchar", { length: limits.url })
  baseUrl: string;

  /** The key with each byte XOR 0x36, as HMAC's inner hash begins (RFC 2104). */
  @Technical("To sign the addresses of pictures.", { isSecret: true })
  @Column("bytea")
  innerKey: Buffer;

  /** The key with each byte XOR 0x5c, as HMAC's outer hash begins. */
  @Technical("To sign the addresses of pictures.", { isSecret: true })
  @Column("bytea")
  outerKey: Buffer;
}
