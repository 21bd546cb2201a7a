import { errorsIn, secondsToWait } from "./errors.js";
import type { Session } from "./Session.js";
import { wait } from "./wait.js";

export interface SessionFetchOptions {
  /** The longest wait that is waited for without asking. Longer ones reach the caller as RATE_LIMITED. 10 when absent. */
  readonly maxWaitSeconds?: number;
  readonly fetch?: typeof fetch;
}

/** A sign-in alone, with no other field beside it. */
const SIGN_IN = /^\s*mutation\b[^{]*\{\s*(\w+\s*:\s*)?signIn\s*\([^)]*\)\s*\{[^{}]*(\{[^{}]*\}[^{}]*)*\}\s*\}\s*$/;

/** The first asks for a cookie at signIn. Other pages cannot send the second, which proves that a request is ours. */
const COOKIE_HEADERS = [
  ["novadraw-session", "cookie"],
  ["apollo-require-preflight", "1"],
] as const;

interface Asked {
  readonly response: Response;
  readonly answer: Answer | undefined;
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: unknown;
}

/**
 * A fetch for any GraphQL client. It sends the session's token or cookie. It ends the session when the answer says TOKEN_ENDED. When
 * the answer is RATE_LIMITED and nothing was done, or UNAVAILABLE to a query or a sign-in, it waits as long as the answer says and sends
 * the request once more.
 */
export function sessionFetch(session: Session, options: SessionFetchOptions = {}): typeof fetch {
  const { maxWaitSeconds = 10, fetch: send = globalThis.fetch } = options;
  return async (input, init) => {
    await session.ready;
    const { token } = session;
    const headers = new Headers(init?.headers);
    if (token) headers.set("authorization", `Bearer ${token}`);
    if (session.kind === "cookie") for (const [name, value] of COOKIE_HEADERS) headers.set(name, value);
    const credentials = session.kind === "cookie" ? { credentials: "include" as const } : {};
    const ask = async () => {
      const response = await send(input, { ...init, headers, ...credentials });
      return { response, answer: await read(response) };
    };
    const first = await ask();
    const seconds = waitOf(first, isHarmless(init));
    const { response, answer } =
      seconds === undefined || seconds > maxWaitSeconds ? first : await wait(seconds, init?.signal).then(ask);
    // Another sign-in may have replaced the token meanwhile, and that one is good.
    const end = () => {
      if (session.token === token) session.end();
    };
    if (hasEnded(answer)) end();
    return watched(response, end);
  };
}

const STREAM = /^(?:text\/event-stream|multipart\/mixed)/;

/** A stream says in its last event that the token has ended, and nobody reads that but its client. */
function watched(response: Response, noteEnded: () => void): Response {
  const { body, status, statusText, headers } = response;
  if (!body || !STREAM.test(headers.get("content-type") ?? "")) return response;
  const decoder = new TextDecoder();
  const looking = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      if (decoder.decode(chunk, { stream: true }).includes('"reason":"TOKEN_ENDED"')) noteEnded();
      controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(looking), { status, statusText, headers });
}

/** The answer, where it has errors to act on. The response stays unread for the client. */
async function read(response: Response): Promise<Answer | undefined> {
  if (!response.headers.get("content-type")?.includes("json")) return undefined;
  const text = await response.clone().text();
  return text.includes('"errors"') ? (JSON.parse(text) as Answer) : undefined;
}

/**
 * A mutation that was done must not be sent again: only an answer in which every field failed is worth a wait. One that was UNAVAILABLE
 * may have been done all the same.
 */
function waitOf({ response, answer }: Asked, isHarmless: boolean): number | undefined {
  const isNothingDone = Object.values(answer?.data ?? {}).every((value) => value === null);
  const codes = errorsIn(answer).map(({ extensions }) => extensions.code);
  if (!isNothingDone || !(codes.includes("RATE_LIMITED") || (isHarmless && codes.includes("UNAVAILABLE")))) return undefined;
  const inHeader = response.headers.get("retry-after");
  return secondsToWait(answer) ?? (inHeader === null ? undefined : Number(inHeader));
}

/** Whether nothing is lost when the request is carried out twice: it reads, or it signs in. */
function isHarmless({ method = "GET", body }: RequestInit = {}): boolean {
  if (method === "GET") return true;
  if (typeof body !== "string") return false;
  const { query } = JSON.parse(body) as { readonly query?: unknown };
  return typeof query === "string" && (!/\bmutation\b/.test(query) || SIGN_IN.test(query));
}

const hasEnded = (answer: Answer | undefined): boolean =>
  errorsIn(answer).some(({ extensions: { code, reason } }) => code === "UNAUTHENTICATED" && reason === "TOKEN_ENDED");
