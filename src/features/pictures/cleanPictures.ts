// The child process of PictureCleaner: it reads what strangers have sent by native code, so that only this process ends where that fails.
import sharp from "sharp";
import { PIXELS, PictureSize } from "../../entities/PictureSize.js";

const MAX_PIXELS = 40_000_000;
const MAX_SECONDS = 15;
const JPEG_PIXELS = 1024;

sharp.concurrency(1);
sharp.cache(false);
// SVG, GIF, TIFF and whatever else the library can read would be tried by what the bytes look like.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});

/** Upright, in sRGB, as WebP of the size. What a camera has written is left out, because nothing asks the library to keep it. */
const make = (bytes: Uint8Array, size: PictureSize) =>
  sharp(bytes, { failOn: "error", limitInputPixels: MAX_PIXELS, pages: 1, sequentialRead: true })
    .autoOrient()
    .resize(PIXELS[size], PIXELS[size], { fit: "inside", withoutEnlargement: true })
    .toColorspace("srgb")
    .timeout({ seconds: MAX_SECONDS })
    .webp({ quality: 80, effort: 4 })
    .toBuffer({ resolveWithObject: true });

/** For readers of JPEG alone: smaller, and on white, since JPEG has no transparency. */
const jpeg = async (kept: Uint8Array) => ({
  jpeg: await sharp(kept, { failOn: "error", limitInputPixels: MAX_PIXELS })
    .resize(JPEG_PIXELS, JPEG_PIXELS, { fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .timeout({ seconds: MAX_SECONDS })
    .jpeg({ quality: 85 })
    .toBuffer(),
});

async function clean(bytes: Uint8Array) {
  const { data: full, info } = await make(bytes, PictureSize.FULL);
  const { data: thumbnail } = await make(full, PictureSize.THUMBNAIL);
  return { full, thumbnail, width: info.width, height: info.height };
}

process.on("message", (bytes: Uint8Array | { kept: Uint8Array }) => {
  const made: Promise<object> = "kept" in bytes ? jpeg(bytes.kept) : clean(bytes);
  made.then(
    (picture) => process.send?.(picture),
    () => process.send?.("refused"),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
