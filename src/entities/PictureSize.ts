import { registerEnumType } from "type-graphql";

/** The values stand in addresses and in the names of files. */
export enum PictureSize {
  THUMBNAIL = "thumbnail",
  FULL = "full",
}
registerEnumType(PictureSize, {
  name: "PictureSize",
  description: "How large a picture is wanted.",
  valuesConfig: {
    THUMBNAIL: { description: "At most 512 pixels wide and high." },
    FULL: { description: "At most 2048 pixels wide and high." },
  },
});

/** How wide and high each size is at most, in pixels. */
export const PIXELS: Readonly<Record<PictureSize, number>> = { [PictureSize.THUMBNAIL]: 512, [PictureSize.FULL]: 2048 };
