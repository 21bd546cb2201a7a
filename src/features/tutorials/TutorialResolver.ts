import { Arg, Query, Resolver } from "type-graphql";
import { type Read, readList, readPage, readRow } from "../../compiler/Read.js";
import { PageArguments } from "../../entities/ConnectionField.js";
import { Id } from "../../entities/scalars/Id.js";
import { Tutorial } from "../../entities/Tutorial.js";
import { TutorialCategory } from "../../entities/TutorialCategory.js";
import { TutorialConnection, TutorialPage } from "../../entities/TutorialPage.js";

@Resolver()
export class TutorialResolver {
  @Query(() => Tutorial, { nullable: true, description: "One tutorial, or null when there is none with that id." })
  tutorial(@Arg("id", () => Id) id: string): Read {
    return readRow({ id });
  }

  @Query(() => TutorialConnection, { description: "The tutorials." })
  @PageArguments(() => TutorialPage)
  tutorials(): Read {
    return readPage();
  }

  @Query(() => [TutorialCategory], { description: "Every category with its number of tutorials, by name." })
  tutorialCategories(): Read {
    return readList();
  }
}
