import type { PictureLink } from "../../entities/PictureLink.js";
import type { PictureType } from "../../entities/PictureType.js";
import { signatureOf } from "./PictureLinks.js";

/** What one PUT may bring, as its address says it. */
export interface Upload {
  readonly id: string;
  readonly type: string;
  readonly bytes: string;
  /** When the address ends, in seconds since 1970. */
  readonly until: string;
}

/** The text whose signature makes the address of an upload genuine. No storage key begins like it. */
export const signedText = ({ id, type, bytes, until }: Upload): string => `put.${id}.${type}.${bytes}.${until}`;

/** The address that takes the bytes of a picture. */
export function uploadAddress(
  link: PictureLink,
  picture: { readonly id: string; readonly type: PictureType; readonly bytes: number },
  expiresAt: Date,
): string {
  const upload = { ...picture, bytes: String(picture.bytes), until: String(Math.floor(expiresAt.getTime() / 1000)) };
  const { id, ...told } = upload;
  const query = new URLSearchParams({ ...told, sign: signatureOf(signedText(upload), link) });
  return `${link.baseUrl}/uploads/${id}?${query}`;
}
