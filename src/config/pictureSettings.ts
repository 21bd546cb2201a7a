import { str } from "envalid";
import type { PicturesConfig } from "./PicturesConfig.js";
import { amount } from "./validators.js";

const STORES = ["off", "folder"] as const;
/** In production a folder is named: what is in a container is lost with it. */
const FOLDER = ".data/pictures";

/** The settings of the pictures that the service keeps. */
export const pictureSettings = {
  PICTURE_STORE: str({ choices: STORES, default: "off" }),
  PICTURE_DIR: str({ default: "" }),
  PICTURES_PER_ACCOUNT: amount({ default: 1_000 }),
};

interface Given {
  readonly PICTURE_STORE: (typeof STORES)[number];
  readonly PICTURE_DIR: string;
  readonly PICTURES_PER_ACCOUNT: number;
  readonly PUBLIC_URL: string;
}

/** The settings that are missing where pictures are kept. */
export const missingForPictures = (given: Given, isProduction: boolean): readonly string[] =>
  given.PICTURE_STORE === "off" || !isProduction
    ? []
    : (["PICTURE_DIR", "PUBLIC_URL"] as const).filter((name) => given[name] === "");

/** Undefined where the service keeps no pictures. */
export const picturesOf = ({ PICTURE_STORE, PICTURE_DIR, PICTURES_PER_ACCOUNT }: Given): PicturesConfig | undefined =>
  PICTURE_STORE === "off" ? undefined : { directory: PICTURE_DIR || FOLDER, mostOfAccount: PICTURES_PER_ACCOUNT };
