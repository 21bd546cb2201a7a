import type { PictureSize } from "../../entities/PictureSize.js";

/** Files that a store holds under a key. */
export interface StoredKey {
  readonly key: string;
  /** When the newest of them was written. */
  readonly writtenAt: Date;
}

/** Where the files of pictures are. A key is 43 characters of base64url; any other is a mistake of ours, and throws. */
export interface PictureStore {
  /** Writes a file whole or not at all. */
  write(key: string, size: PictureSize, bytes: Buffer): Promise<void>;
  /** Undefined where there is none. */
  read(key: string, size: PictureSize): Promise<Buffer | undefined>;
  /** Removes all files of the key; what is gone already is no failure. */
  remove(key: string, signal?: AbortSignal): Promise<void>;
  /** All keys that have files. */
  keys(): AsyncIterable<StoredKey>;
  /** Where clients fetch a file themselves for so many seconds; undefined where there is none. Absent where they cannot. */
  addressOf?(key: string, size: PictureSize, seconds: number): Promise<string | undefined>;
}

const KEY = /^[\w-]{43}$/;

/** The name of a picture's file. Nothing that could lead elsewhere gets through. @throws Error for what is no key. */
export function fileName(key: string, size: PictureSize): string {
  if (!KEY.test(key)) throw new Error("A storage key has 43 characters of base64url");
  return `${key}-${size}.webp`;
}

/** The key in the name of a picture's file, or undefined for another name. */
export const keyIn = (name: string): string | undefined => /^([\w-]{43})-(?:full|thumbnail)\.webp$/.exec(name)?.[1];
