import { Arg, Query, Resolver } from "type-graphql";
import { type Read, readPage, readRow } from "../../compiler/Read.js";
import { PageArguments } from "../../entities/ConnectionField.js";
import { Drawing } from "../../entities/Drawing.js";
import { DrawingConnection, DrawingPage } from "../../entities/DrawingPage.js";
import { Id } from "../../entities/scalars/Id.js";

@Resolver()
export class DrawingResolver {
  @Query(() => Drawing, { nullable: true, description: "One drawing that the viewer may see, or null." })
  drawing(@Arg("id", () => Id) id: string): Read {
    return readRow({ id });
  }

  @Query(() => DrawingConnection, { description: "The viewer's drawings; for an admin, everyone's. Needs a token." })
  @PageArguments(() => DrawingPage)
  drawings(): Read {
    return readPage("viewer");
  }
}
