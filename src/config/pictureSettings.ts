import { amount, bucketName, credential, oneOf, serviceUrl, text } from "./kinds.js";
import { needsTls } from "./needsTls.js";
import type { privacySettings } from "./privacySettings.js";
import type { Values } from "./Setting.js";

/** In production a folder is named: what is in a container is lost with it. */
const FOLDER = ".data/pictures";

const bucketSettings = {
  S3_ENDPOINT: serviceUrl({
    default: "",
    example: "https://s3.eu-central-1.amazonaws.com",
    mayBe:
      "is the address of the bucket's region without the bucket, as https://s3.eu-central-1.amazonaws.com; PICTURE_STORE=s3 needs it, and with NODE_ENV=production https",
    says: `With s3 all five: where the bucket's region is reached, without the bucket; a private bucket, with versioning off; its
      region, or auto where there is none; and a key that may list the bucket, and get, put and delete its objects.
      docs/deployment.md has more.`,
  }),
  S3_BUCKET: bucketName({
    default: "",
    example: "novadraw-pictures",
    mayBe: "is the name of a private bucket; PICTURE_STORE=s3 needs it",
  }),
  S3_REGION: credential({
    default: "",
    example: "eu-central-1",
    mayBe: "is the region of the bucket, as eu-central-1, or auto where there is none; PICTURE_STORE=s3 needs it",
  }),
  S3_ACCESS_KEY_ID: credential({
    default: "",
    mayBe: "is the name of a key for the bucket, without blanks; PICTURE_STORE=s3 needs it",
  }),
  S3_SECRET_ACCESS_KEY: credential({
    default: "",
    mayBe: "is the secret of S3_ACCESS_KEY_ID, without blanks; PICTURE_STORE=s3 needs it",
  }),
};
const OF_BUCKET = Object.keys(bucketSettings) as (keyof typeof bucketSettings)[];

export const pictureSettings = {
  PICTURE_STORE: oneOf(["off", "folder", "s3"], {
    default: "off",
    says: `Where the pictures are that the service keeps itself: off keeps none, and createPicture answers NOT_OFFERED; folder keeps
      them as files; s3 keeps them in a bucket. npm run dev and npm run demo use a folder. In production PUBLIC_URL is needed, too,
      and with folder PICTURE_DIR.`,
  }),
  PICTURE_DIR: text({
    default: "",
    example: "/var/lib/novadraw/pictures",
    mayBe: "is the folder of the pictures, on a disk that lasts; with NODE_ENV=production, PICTURE_STORE=folder needs it",
    says: `The folder of the pictures, which all processes share. Keep it on a disk that lasts, and back it up like the database.`,
  }),
  ...bucketSettings,
  PICTURES_PER_ACCOUNT: amount({
    default: 1_000,
    says: "The most pictures that an account may have. A create above answers LIMIT_REACHED.",
  }),
};

type Given = Values<typeof pictureSettings & Pick<typeof privacySettings, "PUBLIC_URL">>;

/** The settings that are missing where pictures are kept, and an endpoint by which they would travel in the open. */
export function missingForPictures(given: Given, isProduction: boolean): readonly string[] {
  const { PICTURE_STORE, S3_ENDPOINT } = given;
  if (PICTURE_STORE === "off") return [];
  const ofStore = PICTURE_STORE === "s3" ? OF_BUCKET : isProduction ? (["PICTURE_DIR"] as const) : [];
  const missing = [...ofStore, ...(isProduction ? (["PUBLIC_URL"] as const) : [])].filter((name) => given[name] === "");
  const isOpen = PICTURE_STORE === "s3" && S3_ENDPOINT.startsWith("http:") && needsTls(S3_ENDPOINT, isProduction);
  return isOpen ? ["S3_ENDPOINT", ...missing] : missing;
}

/** A bucket behind the API of S3. */
export type BucketConfig = ReturnType<typeof bucketOf>;

/** Undefined where the service keeps no pictures. */
export const picturesOf = (given: Given) =>
  given.PICTURE_STORE === "off"
    ? undefined
    : {
        store: given.PICTURE_STORE === "s3" ? bucketOf(given) : { directory: given.PICTURE_DIR || FOLDER },
        mostOfAccount: given.PICTURES_PER_ACCOUNT,
      };

const bucketOf = (given: Given) => ({
  endpoint: given.S3_ENDPOINT,
  bucket: given.S3_BUCKET,
  region: given.S3_REGION,
  accessKeyId: given.S3_ACCESS_KEY_ID,
  secretAccessKey: given.S3_SECRET_ACCESS_KEY,
});
