import { deflateSync } from "node:zlib";
import sharp from "sharp";

/** What a camera writes into each picture here: nothing of it may be kept. */
export const WRITTEN = ["Phone of Anna", "Anna Muster", "GPS", "Exif", "http://ns.adobe.com/xap"] as const;

/** A picture with structure, so that it is not compressed to nothing. */
const noise = (width: number, height: number) => {
  const bytes = Buffer.allocUnsafe(width * height * 3);
  for (let index = 0; index < bytes.length; index++) bytes[index] = (index * 31 + (index >> 9) * 7) & 255;
  return sharp(bytes, { raw: { width, height, channels: 3 } });
};

/** A JPEG as a phone makes it: it lies on its side, and says where, when and by whom it was taken. */
export const photograph = (width = 400, height = 300): Promise<Buffer> =>
  noise(width, height)
    .jpeg({ quality: 90 })
    .withExif({
      IFD0: { Make: WRITTEN[0], Artist: WRITTEN[1], Orientation: "6" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "52/1 31/1 12/1", GPSLongitudeRef: "E", GPSLongitude: "13/1 24/1 18/1" },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();

export const drawingOf = (width = 40, height = 30) => noise(width, height);

/** The CRC of a PNG's chunk. */
function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc(typed));
  return Buffer.concat([length, typed, check]);
}

const PNG = Buffer.from("89504e470d0a1a0a", "hex");

/** A PNG of one bit a pixel that says it is so large, with as many rows as are given. */
export function pngOf(width: number, height: number, rows: number, ...chunks: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const pixels = deflateSync(Buffer.alloc(rows * (Math.ceil(width / 8) + 1)), { level: 9 });
  return Buffer.concat([PNG, pngChunk("IHDR", head), ...chunks, pngChunk("IDAT", pixels), pngChunk("IEND", Buffer.alloc(0))]);
}
