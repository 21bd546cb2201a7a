import { Extensions, Field, ObjectType } from "type-graphql";
import { DateTime, Id, MaxEntries, Url } from "#engine/entities";
import { limits } from "../../entities/limits.js";
import { ErasedRows } from "./ErasedRows.js";

@ObjectType({
  description: "What was deleted with an account. It tells nobody whose; its signature can be checked later. Keep it.",
})
export class ErasureReceipt {
  @Field(() => Id, { description: "The UUID of the erasure in the ledger." })
  id: string;

  @Field(() => DateTime, { description: "When it was done, or is due where the service waits." })
  erasedAt: Date;

  @Field(() => Boolean, {
    description: "Whether the service waits until erasedAt. Signing in meanwhile takes the erasure back.",
  })
  isPending: boolean;

  @Field(() => [ErasedRows], { description: "How many rows of which table." })
  @MaxEntries(limits.erasedTables)
  counts: ErasedRows[];

  @Field(() => [Url], { description: "The pictures that the rows named. Remove them from where they are stored." })
  @MaxEntries(limits.erasedImages)
  imageUrls: string[];

  @Field(() => String, { description: "What npm run privacy -- verify checks." })
  @Extensions({ maxLength: limits.signature })
  signature: string;
}
