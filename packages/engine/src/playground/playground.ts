import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Built by scripts/build-playground.mjs from browser/. */
const FILES = fileURLToPath(new URL("../../../../playground/", import.meta.url));

export interface PlaygroundTab {
  readonly query: string;
  readonly variables?: string;
}

export interface PlaygroundOptions {
  readonly tabs: readonly PlaygroundTab[];
  /** The account whose token the page fetches and puts in the headers of the tabs. */
  readonly account?: { readonly email: string; readonly password: string };
}

/** What the page knows of the API besides. */
interface Page extends PlaygroundOptions {
  /** Begins the name under which the browser keeps the session. */
  readonly name: string;
  readonly title: string;
}

/** Serves the playground to browsers: at /, and at /graphql to a GET that asks for a page. */
export async function playground(http: FastifyInstance, options: Page): Promise<void> {
  await http.register(fastifyStatic, {
    root: FILES,
    prefix: "/playground/",
    preCompressed: true,
    cacheControl: true,
    maxAge: "1h",
  });
  const page = pageOf(options);
  http.addHook("onRequest", async (request, reply) => {
    if (isForPage(request)) return send(reply, page);
  });
  http.get("/", (_request, reply) => send(reply, page));
}

function isForPage({ method, url, headers }: FastifyRequest): boolean {
  return method === "GET" && /^\/graphql(\?|$)/.test(url) && /\btext\/html\b/i.test(headers.accept ?? "");
}

function send(reply: FastifyReply, page: string): FastifyReply {
  // Programs get JSON at the same address.
  const vary = [reply.getHeader("vary"), "accept"].filter(Boolean).join(", ");
  return reply.type("text/html; charset=utf-8").headers({ "cache-control": "no-cache", vary }).send(page);
}

/** The options travel as data, which a strict content security policy allows where it forbids inline scripts. */
function pageOf(options: Page): string {
  const data = JSON.stringify(options).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${options.title}</title>
    <link rel="icon" href="/playground/favicon.svg">
    <link rel="stylesheet" href="/playground/playground.css">
  </head>
  <body>
    <noscript>The playground needs JavaScript.</noscript>
    <main id="root"></main>
    <script id="options" type="application/json">${data}</script>
    <script type="module" src="/playground/playground.js"></script>
  </body>
</html>
`;
}
