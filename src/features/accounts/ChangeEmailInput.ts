import { Field, InputType } from "type-graphql";
import { CharacterCount } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { EmailAddress } from "./EmailAddress.js";

@InputType({ description: "Another address to sign in with." })
export class ChangeEmailInput {
  @Field(() => String, { description: "The new address." })
  @EmailAddress()
  email: string;

  @Field(() => String, { description: "The current password: a device that was left signed in is not enough." })
  @CharacterCount(0, limits.sentPassword)
  currentPassword: string;
}
