import { registerEnumType } from "type-graphql";

/** The values are the media types, as a Content-Type header has them. */
export enum PictureType {
  JPEG = "image/jpeg",
  PNG = "image/png",
  WEBP = "image/webp",
}
registerEnumType(PictureType, {
  name: "PictureType",
  description: "The kinds of picture that are taken.",
  valuesConfig: {
    JPEG: { description: "image/jpeg" },
    PNG: { description: "image/png" },
    WEBP: { description: "image/webp" },
  },
});
