import { ArgsType, Field, InputType, registerEnumType } from "type-graphql";
import { connectionOf, DateTime, Filter, Id, OrderDirection, Page } from "#engine/entities";
import { Role } from "../Role.js";
import { User } from "../User.js";

export const UserConnection = connectionOf("User", () => User);

/** The values are the properties that the compiler sorts by. */
export enum UserOrderField {
  CREATED_AT = "createdAt",
  EMAIL = "email",
}
registerEnumType(UserOrderField, {
  name: "UserOrderField",
  description: "What accounts can be sorted by.",
  valuesConfig: {
    CREATED_AT: { description: "When it was made." },
    EMAIL: { description: "The address." },
  },
});

@InputType({ description: "The order of accounts; ties are broken by id." })
export class UserOrder {
  @Field(() => UserOrderField, { defaultValue: UserOrderField.CREATED_AT, description: "What to sort by." })
  field: UserOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: "Which end comes first." })
  direction: OrderDirection;
}

@InputType({ description: "Which accounts to keep." })
export class UserFilter {
  @Field(() => [Id], { nullable: true, description: "With one of these ids, at most 100." })
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
  orderBy?: UserOrder;
}
