import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Id, PageArguments } from "../../src/entities.js";
import { type Read, type RequestContext, readPage, readRow, readViewer } from "../../src/features.js";
import { Author } from "./Author.js";
import { Book } from "./Book.js";
import { BookConnection, BookPage } from "./BookPage.js";
import { Review } from "./Review.js";
import { ReviewInput } from "./ReviewInput.js";
import type { Reviews } from "./Reviews.js";

@Resolver()
export class LibraryResolver {
  constructor(private readonly reviews: Reviews) {}

  @Query(() => Author, { nullable: true, description: "The author who asks; null without a token." })
  me(): Read {
    return readViewer();
  }

  @Query(() => Book, { nullable: true, description: "One book, or null." })
  book(@Arg("id", () => Id, { description: "The book's id." }) id: string): Read {
    return readRow({ id });
  }

  @Query(() => BookConnection, { description: "All books." })
  @PageArguments(() => BookPage)
  books(): Read {
    return readPage();
  }

  @Mutation(() => Review, { nullable: true, description: "Writes a review." })
  async writeReview(
    @Arg("input", () => ReviewInput, { description: "What it is made of." }) input: ReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.reviews.write(context, input) });
  }
}
