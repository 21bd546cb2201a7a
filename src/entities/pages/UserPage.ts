import { ArgsType, Field, InputType, registerEnumType } from "type-graphql";
import { connectionOf, OrderDirection, Page } from "#engine/entities";
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

@ArgsType()
export class UserPage extends Page {
  @Field(() => UserOrder, { nullable: true, description: "The order; newest first when it is absent." })
  orderBy?: UserOrder;
}
