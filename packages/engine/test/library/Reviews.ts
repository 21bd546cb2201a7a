import { insertRows, newId, notFound, type RequestContext, type Writer } from "../../src/features.js";
import { Book } from "./Book.js";
import { Review } from "./Review.js";
import type { ReviewInput } from "./ReviewInput.js";

/** What authors do with their reviews. */
export class Reviews {
  constructor(private readonly writer: Writer) {}

  /** Writes a review, and returns its id. @throws ClientError NOT_FOUND without such a book. */
  write(context: RequestContext, { bookId, stars, text = null }: ReviewInput): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      if (!(await manager.existsBy(Book, { id: bookId }))) throw notFound("book");
      const id = newId();
      await insertRows(manager, Review, [{ id, bookId, reviewerId: viewer.id, stars, text }]);
      return id;
    });
  }
}
