import { str } from "envalid";
import { needsTls } from "./needsTls.js";
import type { PicturesConfig } from "./PicturesConfig.js";
import { amount, bucketName, credential, serviceUrl } from "./validators.js";

const STORES = ["off", "folder", "s3"] as const;
/** In production a folder is named: what is in a container is lost with it. */
const FOLDER = ".data/pictures";

/** The settings of the pictures that the service keeps. */
export const pictureSettings = {
  PICTURE_STORE: str({ choices: STORES, default: "off" }),
  PICTURE_DIR: str({ default: "" }),
  S3_ENDPOINT: serviceUrl({ default: "" }),
  S3_BUCKET: bucketName({ default: "" }),
  S3_REGION: credential({ default: "" }),
  S3_ACCESS_KEY_ID: credential({ default: "" }),
  S3_SECRET_ACCESS_KEY: credential({ default: "" }),
  PICTURES_PER_ACCOUNT: amount({ default: 1_000 }),
};

const OF_BUCKET = ["S3_ENDPOINT", "S3_BUCKET", "S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

interface Given extends Readonly<Record<(typeof OF_BUCKET)[number], string>> {
  readonly PICTURE_STORE: (typeof STORES)[number];
  readonly PICTURE_DIR: string;
  readonly PICTURES_PER_ACCOUNT: number;
  readonly PUBLIC_URL: string;
}

/** The settings that are missing where pictures are kept, and an endpoint by which they would travel in the open. */
export function missingForPictures(given: Given, isProduction: boolean): readonly string[] {
  const { PICTURE_STORE, S3_ENDPOINT } = given;
  if (PICTURE_STORE === "off") return [];
  const ofStore = PICTURE_STORE === "s3" ? OF_BUCKET : isProduction ? (["PICTURE_DIR"] as const) : [];
  const missing = [...ofStore, ...(isProduction ? (["PUBLIC_URL"] as const) : [])].filter((name) => given[name] === "");
  const isOpen = PICTURE_STORE === "s3" && S3_ENDPOINT.startsWith("http:") && needsTls(S3_ENDPOINT, isProduction);
  return isOpen ? ["S3_ENDPOINT", ...missing] : missing;
}

/** Undefined where the service keeps no pictures. */
export function picturesOf(given: Given): PicturesConfig | undefined {
  const { PICTURE_STORE, PICTURE_DIR, PICTURES_PER_ACCOUNT: mostOfAccount } = given;
  if (PICTURE_STORE === "off") return undefined;
  if (PICTURE_STORE === "folder") return { store: { directory: PICTURE_DIR || FOLDER }, mostOfAccount };
  const store = {
    endpoint: given.S3_ENDPOINT,
    bucket: given.S3_BUCKET,
    region: given.S3_REGION,
    accessKeyId: given.S3_ACCESS_KEY_ID,
    secretAccessKey: given.S3_SECRET_ACCESS_KEY,
  };
  return { store, mostOfAccount };
}
