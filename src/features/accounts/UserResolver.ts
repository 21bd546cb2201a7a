import { Arg, Query, Resolver } from "type-graphql";
import { Id, PageArguments } from "#engine/entities";
import { type Read, readPage, readRow, readViewer } from "#engine/features";
import { UserConnection, UserPage } from "../../entities/pages/UserPage.js";
import { User } from "../../entities/User.js";

@Resolver()
export class UserResolver {
  @Query(() => User, { nullable: true, description: "The signed-in user; null without a token." })
  me(): Read {
    return readViewer();
  }

  @Query(() => User, { nullable: true, description: "One user that the viewer may see, or null." })
  user(@Arg("id", () => Id, { description: "The account's id." }) id: string): Read {
    return readRow({ id });
  }

  @Query(() => UserConnection, { nullable: true, description: "All accounts. Admins only; null for others, beside the error." })
  @PageArguments(() => UserPage)
  users(): Read {
    return readPage({ needs: "seesAll" });
  }
}
