import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

export interface Sent {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A client that keeps its connections, as browsers and proxies do. */
export const keepingAgent = (): Agent => new Agent({ keepAlive: true });

export interface Sending {
  readonly method?: string;
  readonly body?: string;
  readonly agent?: Agent;
  readonly headers?: OutgoingHttpHeaders;
  readonly signal?: AbortSignal;
}

/** Sends a request over a socket: a POST where there is a body. */
export function send(url: string, { method, body, agent, headers, signal }: Sending = {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: method ?? (body === undefined ? "GET" : "POST"),
        agent,
        signal,
        headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("error", reject).on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
      },
    );
    sent.on("error", reject).end(body);
  });
}

/** The same, but nothing of the answer is kept: whoever sends much must not take the processor from what is measured beside it. */
export function discard(url: string, body: string, { agent, headers }: Pick<Sending, "agent" | "headers"> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: "POST", agent, headers: { "content-type": "application/json", ...headers } },
      (response) => {
        response.on("error", reject).on("end", resolve).resume();
      },
    );
    sent.on("error", reject).end(body);
  });
}
