import type { ApiDefinition } from "../../src/engine.js";
import type { AccessPolicy, AccessRule, EntityClass } from "../../src/entities.js";
import { Author } from "./Author.js";
import { Book } from "./Book.js";
import { LibraryResolver } from "./LibraryResolver.js";
import { Review } from "./Review.js";
import { Reviews } from "./Reviews.js";

const access: AccessPolicy = {
  viewer: (tokenHash) =>
    `SELECT id, is_editor AS sees_all, id AS session_id, false AS use_is_due FROM authors WHERE token_hash = ${tokenHash}`,
  rules: new Map<EntityClass, AccessRule>([
    [Author, { readableBy: "everyone" }],
    [Book, { readableBy: "everyone" }],
    [Review, { ownedBy: "reviewerId" }],
  ]),
};

/** The tables of the library. */
export const tables = { applicationName: "library", entities: [Author, Book, Review], migrations: [] };

/** An API of three entities, with nothing of the product. */
export const library: ApiDefinition = {
  name: "library",
  title: "A library",
  access,
  constraints: {},
  features: ({ writer }) => ({ resolvers: [new LibraryResolver(new Reviews(writer))] }),
};
