import { readFileSync } from "node:fs";
import { buildSchema, graphql } from "graphql";

const schema = buildSchema(readFileSync(new URL("../dist/schema.graphql", import.meta.url), "utf8"));
const cursorOf = (row) => Buffer.from(String(row.number)).toString("base64");
const numberAt = (cursor) => Number(Buffer.from(cursor, "base64").toString());

/** The API's drawings, newest first, over no network: the test says when a request is carried out, and when its answer arrives. */
export class ModelServer {
  constructor(count) {
    this.made = 0;
    this.rows = [];
    this.requests = [];
    for (let row = 0; row < count; row++) this.make();
  }

  make() {
    const number = ++this.made;
    const row = { __typename: "Drawing", id: `row-${number}`, number, createdAt: "2026-01-01T00:00:00.000Z" };
    this.rows.unshift(row);
    return row;
  }

  drawings = ({ first, after, last, before }) => {
    const all = this.rows;
    const within = all.filter(({ number }) => (!after || number < numberAt(after)) && (!before || number > numberAt(before)));
    const rows = typeof last === "number" ? within.slice(Math.max(0, within.length - last)) : within.slice(0, first ?? 20);
    const isLast = typeof last === "number";
    return {
      totalCount: all.length,
      nodes: rows,
      edges: rows.map((node) => ({ cursor: cursorOf(node), node })),
      pageInfo: {
        startCursor: rows.length ? cursorOf(rows[0]) : null,
        endCursor: rows.length ? cursorOf(rows.at(-1)) : null,
        hasNextPage: isLast ? before !== undefined && before !== null : within.length > rows.length,
        hasPreviousPage: isLast ? within.length > rows.length : after !== undefined && after !== null,
      },
    };
  };

  createDrawing = () => this.make();

  deleteDrawing = ({ id }) => {
    this.rows = this.rows.filter((row) => row.id !== id);
    return id;
  };

  /** What the clients take for fetch. */
  fetch = (_url, { body, signal }) =>
    new Promise((resolve, reject) => {
      const { query: source, variables: variableValues } = JSON.parse(body);
      const execute = () => graphql({ schema, source, variableValues, rootValue: this });
      const request = { execute, resolve, isMutation: /^\s*mutation/.test(source) };
      signal?.addEventListener("abort", () => {
        this.requests = this.requests.filter((other) => other !== request);
        reject(signal.reason);
      });
      this.requests.push(request);
    });

  /** Carries a request out, without an answer yet. */
  async carryOut(request) {
    request.answer ??= await request.execute();
  }

  /** Lets the answer of a request arrive. */
  async answer(request) {
    await this.carryOut(request);
    this.requests = this.requests.filter((other) => other !== request);
    const headers = { "content-type": "application/json" };
    request.resolve(new Response(JSON.stringify(request.answer), { headers }));
    await settled();
  }

  /** Lets all answers arrive, in the order of the requests, until nobody asks any more. */
  async answerAll() {
    await settled();
    for (let count = 0; this.requests.length > 0; count++) {
      if (count > 300) throw new Error("The client asks without an end.");
      await this.answer(this.requests[0]);
    }
  }

  /**
   * What is wrong with a list that a client shows, or undefined.
   * @param leaving rows whose deletion is on its way: an optimistic client shows them no more.
   */
  mistakeIn({ nodes, edges, pageInfo, totalCount }, isQuiet, size, leaving = new Set()) {
    const numbers = (nodes ?? edges.map(({ node }) => node)).map(({ id }) => Number(id.slice(4)));
    const there = this.rows.filter(({ id }) => isQuiet || !leaving.has(id)).map(({ number }) => number);
    const isThere = new Set(there);
    for (let place = 1; place < numbers.length; place++) {
      const [above, below] = [numbers[place - 1], numbers[place]];
      if (above <= below) return `${above} before ${below}`;
      if (there.some((number) => number < above && number > below)) return `a gap between ${above} and ${below}`;
    }
    const last = numbers.at(-1);
    const isCut = numbers.some((number) => !isThere.has(number));
    if (last !== undefined && !isCut && numberAt(pageInfo.endCursor) > last) return "an endCursor before the last row";
    if (isQuiet) {
      if (isCut) return "a row that was deleted";
      if (numbers.some((number, place) => number !== there[place])) return `${numbers} is no beginning of ${there}`;
      if (pageInfo.hasNextPage !== numbers.length < there.length) return `hasNextPage: ${pageInfo.hasNextPage}`;
      if (totalCount !== undefined && totalCount !== there.length) return `totalCount ${totalCount} of ${there.length}`;
      if (numbers.length < Math.min(size, there.length)) return `${numbers.length} rows where ${size} were asked for`;
    }
    if (!pageInfo.hasNextPage && last !== undefined && there.some((number) => number < last))
      return "rows follow, and hasNextPage is false";
    return undefined;
  }
}

/** Lets promises and timers of the client run. */
export const settled = async () => {
  for (let round = 0; round < 6; round++) await new Promise(setImmediate);
  await new Promise((resolve) => setTimeout(resolve, 0));
};
