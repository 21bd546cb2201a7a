const QUALITY = 0.9;

/** What each kind of picture begins with. The name of a file says nothing of what is in it. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/png", /^\x89PNG\r\n/],
  ["image/webp", /^RIFF[\s\S]{4}WEBP/],
];

/**
 * A picture that is no wider and no higher than `most` pixels, drawn anew: upright, on white paper, and without anything that the camera has
 * written into it. Where there is no canvas, as in Node and React Native, the bytes stay as they are, and their first ones say which kind they are.
 * @returns undefined for what cannot be read.
 */
export async function shrinkPicture(file: Blob, most: number): Promise<Blob | undefined> {
  if (typeof createImageBitmap !== "function" || typeof document === "undefined") return asItIs(file);
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => undefined);
  if (!bitmap) return undefined;
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const paper = canvas.getContext("2d");
  if (!paper) return undefined;
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = "high";
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/jpeg", QUALITY));
}

async function asItIs(file: Blob): Promise<Blob | undefined> {
  const beginning = String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  const type = KINDS.find(([, begins]) => begins.test(beginning))?.[0];
  return type === undefined ? undefined : file.slice(0, file.size, type);
}
