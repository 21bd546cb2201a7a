import { Arg, Query, Resolver } from "type-graphql";
import { type Read, readPage, readRow } from "../../compiler/Read.js";
import { PageArguments } from "../../entities/ConnectionField.js";
import { Story } from "../../entities/Story.js";
import { StoryConnection, StoryPage } from "../../entities/StoryPage.js";
import { Id } from "../../entities/scalars/Id.js";

@Resolver()
export class StoryResolver {
  @Query(() => Story, { nullable: true, description: "One story that the viewer may see, or null." })
  story(@Arg("id", () => Id) id: string): Read {
    return readRow({ id });
  }

  @Query(() => StoryConnection, { description: "The viewer's stories; for an admin, everyone's. Needs a token." })
  @PageArguments(() => StoryPage)
  stories(): Read {
    return readPage("viewer");
  }
}
