import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { describeApi } from "../src/api/describeApi.js";
import { operatorsEngine } from "../src/api/operatorsEngine.js";
import { LibraryApi } from "./LibraryApi.js";
import { Book } from "./library/Book.js";
import { library } from "./library/library.js";
import { Review } from "./library/Review.js";

const NESTED = `query ($author: ID!) {
  books(first: 2, filter: { authorId: $author }) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { title isShort author { name } reviews { stars reviewer { name } } }
  }
}`;

describe("an API of three entities", () => {
  let api: LibraryApi;
  let ada: string;
  let bookIds: string[];
  beforeAll(async () => {
    api = await LibraryApi.open();
    ada = await api.author("Ada");
    const ben = await api.author("Ben");
    await api.author("Eva", true);
    const books = ["Bees", "Clouds", "Apples"].map((title, index) => ({ title, pages: 60 + 60 * index, authorId: ada }));
    bookIds = (await api.database.manager.save(Book, books)).map(({ id }) => id);
    await api.database.manager.save(Review, [
      { bookId: bookIds[0], reviewerId: ada, stars: 5 },
      { bookId: bookIds[0], reviewerId: ben, stars: 2 },
    ]);
  });
  afterAll(() => api.close());

  it("has no mistakes in its classes and rules, and is ready", async () => {
    const engine = operatorsEngine(api.database, library);

    expect(describeApi(api.database, library.access, library.features(engine)).mistakes).toEqual([]);
    expect((await api.http.inject("/readyz")).json()).toEqual({ status: "ready" });
  });

  it("reads pages, relations and computed fields by one statement", async () => {
    const before = api.statements.length;

    const { data, errors } = await api.ask(NESTED, { author: ada }, "Ben");

    expect(errors).toBeUndefined();
    expect(data.books).toEqual({
      totalCount: 3,
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      nodes: [
        { title: "Apples", isShort: false, author: { name: "Ada" }, reviews: [] },
        { title: "Bees", isShort: true, author: { name: "Ada" }, reviews: [{ stars: 2, reviewer: { name: "Ben" } }] },
      ],
    });
    expect(api.statements.length).toBe(before + 1);
  });

  it.each([
    ["nobody", undefined, []],
    ["an author", "Ada", [5]],
    ["an editor", "Eva", [2, 5]],
  ])("shows %s the reviews that the rules allow", async (_who, token, stars) => {
    const { data } = await api.ask("query ($id: ID!) { book(id: $id) { reviews { stars } } }", { id: bookIds[0] }, token);

    expect(data.book.reviews.map((review: Review) => review.stars).sort()).toEqual(stars);
  });

  it("reads on after a cursor", async () => {
    const page = "query ($after: String) { books(first: 2, after: $after) { nodes { title } pageInfo { endCursor } } }";
    const { data } = await api.ask(page);

    const next = await api.ask(page, { after: data.books.pageInfo.endCursor });

    expect(next.data.books.nodes).toEqual([{ title: "Clouds" }]);
  });

  it("writes as the viewer, and reads what was written", async () => {
    const write = "mutation ($input: ReviewInput!) { writeReview(input: $input) { stars reviewer { name } book { title } } }";

    const { data } = await api.ask(write, { input: { bookId: bookIds[1], stars: 4 } }, "Ben");

    expect(data).toEqual({ writeReview: { stars: 4, reviewer: { name: "Ben" }, book: { title: "Clouds" } } });
  });

  it.each([
    ["without a token", { stars: 4 }, undefined, "UNAUTHENTICATED"],
    ["with a value that a rule forbids", { stars: 6 }, "Ben", "BAD_USER_INPUT"],
    ["of a book that there is not", { stars: 4, bookId: "6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d" }, "Ben", "NOT_FOUND"],
  ])("refuses a review %s", async (_why, input, token, code) => {
    const write = "mutation ($input: ReviewInput!) { writeReview(input: $input) { id } }";

    const { errors } = await api.ask(write, { input: { bookId: bookIds[1], ...input } }, token);

    expect(errors[0].extensions.code).toBe(code);
  });
});
