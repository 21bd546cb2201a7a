import type { Params, Result } from "./ask.js";

interface Observer {
  next(answer: Result): void;
  complete(): void;
}

const UNREACHABLE = { errors: [{ message: "The server cannot be reached. Try again." }] };

/**
 * A subscription (GraphQL over SSE, one operation a connection), as GraphiQL takes it: it shows each answer, and its stop button ends the
 * stream.
 */
export const askLive = (params: Params, headers: Readonly<Record<string, string>>) => ({
  subscribe(observer: Observer) {
    const leaving = new AbortController();
    void answersTo(params, headers, leaving.signal, (answer) => observer.next(answer))
      // What is stopped is no failure.
      .catch(() => leaving.signal.aborted || observer.next(UNREACHABLE))
      .then(() => leaving.signal.aborted || observer.complete());
    return { unsubscribe: () => leaving.abort() };
  },
});

async function answersTo(
  params: Params,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  next: (answer: Result) => void,
): Promise<void> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(params),
    signal,
  });
  // Refused before it is a stream.
  if (!response.body || !response.headers.get("content-type")?.startsWith("text/event-stream"))
    return next(await response.json());
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const { name, data } = partsOf(event);
      if (name === "complete") return;
      if (name === "next") next(JSON.parse(data));
    }
  }
}

/** The name and the data of an event. A comment, which keeps the connection open, has neither. */
function partsOf(event: string): { readonly name?: string; readonly data: string } {
  const lines = event.split("\n").map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
  const of = (field: string) => lines.filter(([, found]) => found === field).map(([, , value = ""]) => value);
  return { name: of("event")[0], data: of("data").join("\n") };
}
