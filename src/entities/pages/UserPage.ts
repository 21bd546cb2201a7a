import { ArgsType, Field, InputType } from "type-graphql";
import { connectionOf, DateTime, Filter, Id, MAX_PAGE_SIZE, orderOf, Page } from "#engine/entities";
import { Role } from "../Role.js";
import { User } from "../User.js";

export const UserConnection = connectionOf("User", () => User);

export const UserOrder = orderOf("User", "accounts", {
  createdAt: "When it was made.",
  email: "The address.",
});

@InputType({ description: "Which accounts to keep." })
export class UserFilter {
  @Field(() => [Id], { nullable: true, description: `With one of these ids, at most ${MAX_PAGE_SIZE}.` })
  @Filter("in", "id")
  ids?: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'Every word somewhere in the name or the email, with or without umlauts. "…" for words in a row, -word to leave out. 1 to 100 characters.',
  })
  @Filter("contains", "searchText", ["name", "email"])
  search?: string;

  @Field(() => Role, { nullable: true, description: "With this role." })
  @Filter("=", "role")
  role?: Role;

  @Field(() => DateTime, { nullable: true, description: "Made before this instant." })
  @Filter("<", "createdAt")
  createdBefore?: string;

  @Field(() => DateTime, { nullable: true, description: "Made after this instant." })
  @Filter(">", "createdAt")
  createdAfter?: string;
}

@ArgsType()
export class UserPage extends Page {
  @Field(() => UserFilter, { nullable: true, description: "Which rows to keep; all conditions must hold." })
  filter?: UserFilter;

  @Field(() => UserOrder, { nullable: true, description: "The order; newest first when it is absent." })
  orderBy?: object;
}
