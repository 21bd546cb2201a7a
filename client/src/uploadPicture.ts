import { type ErrorCode, errorsIn, errorWith, type NovaDrawError, secondsToWait } from "./errors.js";
import type { Session } from "./Session.js";
import { sessionFetch } from "./sessionFetch.js";
import { shrinkPicture } from "./shrinkPicture.js";
import { wait } from "./wait.js";

/**
 * Why a picture was not uploaded: a code of the API, or one of these. NOT_A_PICTURE: it is no JPEG, PNG or WebP, or cannot be read.
 * TOO_LARGE: it has more than 8,000,000 bytes. UNREACHABLE: the network failed.
 */
export type UploadCode = ErrorCode | "NOT_A_PICTURE" | "TOO_LARGE" | "UNREACHABLE";

/** What `uploadPicture` throws. `errorWith` and `secondsToWait` read it as what any client throws. */
export class UploadError extends Error {
  override readonly name = "UploadError";

  constructor(
    readonly code: UploadCode,
    readonly errors: readonly NovaDrawError[] = [],
  ) {
    super(`The picture was not uploaded: ${code}`);
  }
}

export interface UploadOptions {
  /** The address of /graphql. */
  readonly url: string;
  readonly session: Session;
  /** The picture's id, a UUID. Given again after a failure, it makes no second picture. */
  readonly id?: string;
  /** How wide and high it may be at most. 2048 when absent: the service keeps no more. */
  readonly maxPixels?: number;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

const MOST_BYTES = 8_000_000;
const CREATE = `mutation UploadPicture($input: CreatePictureInput!) { createPicture(input: $input) { url picture { id } } }`;
const KINDS: Readonly<Record<string, string>> = { "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP" };

/** The pauses before further attempts, in seconds, and the longest one that the service may ask for. */
const PAUSES = [1, 3];
const LONGEST_PAUSE = 10;

/**
 * Uploads a picture that the service keeps. In a browser it is made smaller first, which also takes out what the camera has written into
 * it, such as the place; elsewhere its bytes go as they are. What fails for now is tried again, twice.
 * @returns the picture's id, for createDrawing. @throws UploadError
 */
export async function uploadPicture(file: Blob, { maxPixels = 2048, ...options }: UploadOptions): Promise<string> {
  const picture = await shrinkPicture(file, maxPixels);
  const kind = picture && KINDS[picture.type];
  if (!kind) throw new UploadError("NOT_A_PICTURE");
  if (picture.size > MOST_BYTES) throw new UploadError("TOO_LARGE");
  let id = options.id ?? globalThis.crypto?.randomUUID?.();
  let isPerhapsKept = false;
  for (let attempt = 0; ; attempt++) {
    try {
      const upload = await announce({ id, type: kind, bytes: picture.size }, options);
      id = upload.picture.id;
      await put(upload.url, picture, options);
      return id;
    } catch (failure) {
      if (!(failure instanceof UploadError)) throw failure;
      // An attempt whose answer was lost may have arrived all the same.
      if (isPerhapsKept && id !== undefined && failure.code === "CONFLICT") return id;
      isPerhapsKept ||= failure.code === "UNREACHABLE";
      const pause = pauseAfter(failure, attempt);
      if (pause === undefined) throw failure;
      await wait(pause, options.signal);
    }
  }
}

/** For how long to wait before the next attempt; undefined where none is made. */
function pauseAfter(failure: UploadError, attempt: number): number | undefined {
  const isForNow = failure.code === "UNAVAILABLE" || failure.code === "UNREACHABLE";
  const asked = secondsToWait(failure) ?? 0;
  const pause = PAUSES[attempt];
  return isForNow && pause !== undefined && asked <= LONGEST_PAUSE ? Math.max(pause, asked) : undefined;
}

interface Announced {
  readonly url: string;
  readonly picture: { readonly id: string };
}

/** Makes the empty picture, and says where its bytes go. */
async function announce(input: object, { url, session, signal, fetch: send }: UploadOptions): Promise<Announced> {
  const response = await reached(
    sessionFetch(session, send && { fetch: send })(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ query: CREATE, variables: { input } }),
      signal,
    }),
  );
  const answer = (await jsonOf(response)) as { readonly data?: { readonly createPicture?: Announced | null } | null };
  const created = answer?.data?.createPicture;
  if (created) return created;
  throw errorOf(errorsIn(answer));
}

/** Sends the bytes to the signed address, with no token. */
async function put(address: string, picture: Blob, { signal, fetch: send = globalThis.fetch }: UploadOptions): Promise<void> {
  const response = await reached(
    send(address, { method: "PUT", headers: { "content-type": picture.type }, body: picture, signal }),
  );
  if (response.ok) return;
  if (response.status === 415) throw new UploadError("NOT_A_PICTURE");
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const errors = errorsIn(await jsonOf(response)).map((error) =>
    Number.isNaN(seconds) ? error : { ...error, extensions: { ...error.extensions, retryAfterSeconds: seconds } },
  );
  throw errorOf(errors);
}

/** An answer that is none of the API's comes from something before it, which may be gone in a moment. */
const errorOf = (errors: readonly NovaDrawError[]) => {
  const first = errorWith("UNAUTHENTICATED", errors) ?? errors[0];
  return new UploadError(first?.extensions.code ?? "UNREACHABLE", errors);
};

const jsonOf = (response: Response): Promise<unknown> => response.json().catch(() => undefined);

async function reached(sent: Promise<Response>): Promise<Response> {
  try {
    return await sent;
  } catch (failure) {
    // A fetch fails with a TypeError where the network does, and with the signal's reason where it was given up.
    if (failure instanceof TypeError) throw new UploadError("UNREACHABLE");
    throw failure;
  }
}
