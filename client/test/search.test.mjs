import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { foldText } from "../dist/foldText.js";
import { markMatches } from "../dist/markMatches.js";
import { Session } from "../dist/Session.js";
import { Server } from "./Server.mjs";

/** A text with what is marked in brackets. */
const marked = (text, search) =>
  markMatches(text, search)
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join("");

describe("markMatches", () => {
  const CASES = [
    ["Die Drachenhöhle", "hoehle", "Die Drachen[höhle]"],
    ["Die Drachenhöhle", "DRACHE Höhle", "Die [Drache]n[höhle]"],
    ["Das Maedchen und die Mädchen", "Mädchen", "Das [Maedchen] und die [Mädchen]"],
    ["Am Fluß, am Fluss", "fluss", "Am [Fluß], am [Fluss]"],
    ["Der Lo\u0308we", "löwe", "Der [Lo\u0308we]"],
    ["Ein Drache", "Drachen", "Ein [Drache]"],
    ["A tree  house", '"tree house"', "A [tree  house]"],
    ["Ein Haus ohne Baum", "haus -baum", "Ein [Haus] ohne Baum"],
    ["Ö und ö", "ö", "Ö und ö"],
    ["Zum Mond 🚀", "🚀", "Zum Mond [🚀]"],
    ["100 % Mut", "%", "100 [%] Mut"],
    ["nothing", "xyz", "nothing"],
    ["", "xyz", ""],
  ];
  for (const [text, search, expected] of CASES)
    it(`marks ${search} in ${text}`, () => {
      assert.equal(marked(text, search), expected);
      assert.equal(
        markMatches(text, search)
          .map((part) => part.text)
          .join(""),
        text,
      );
    });
});

describe("the fold of the kit", () => {
  let server;
  let session;
  before(async () => {
    server = await Server.start();
    session = new Session();
    session.start(await server.signIn("mia"));
  });
  after(() => server?.stop());

  it("is that of the API: what one marks, the other finds", async () => {
    const texts = [
      "Straße nach Köln",
      "AÉROPORT café",
      "Queue, Museum, Boot, zoe",
      "Ha\u0308user und Muesli",
      "İstanbul ﬁ Ωmega",
    ];
    const input = (title) => ({ title, storyTextEn: "", storyTextDe: "", imageUrl: "https://images.example.org/x.png" });
    for (const title of texts) {
      const { data } = await server.ask(
        "mutation ($input: CreateStoryInput!) { createStory(input: $input) { id } }",
        { input: input(title) },
        session.token,
      );
      for (const word of title.split(/[\s,]+/)) {
        const { data: found } = await server.ask(
          "query ($id: ID!, $search: String!) { stories(filter: { ids: [$id], search: $search }) { totalCount } }",
          { id: data.createStory.id, search: foldText(word).folded },
          session.token,
        );
        assert.deepEqual([word, found.stories.totalCount], [word, 1]);
      }
    }
  });
});
