import { Field, InputType } from "type-graphql";
import { EmailAddress } from "./EmailAddress.js";

@InputType({ description: "Another address to sign in with." })
export class ChangeEmailInput {
  @Field(() => String, { description: "The new address." })
  @EmailAddress()
  email: string;

  @Field(() => String, { description: "The password, again: a device that was left signed in must not do." })
  currentPassword: string;
}
