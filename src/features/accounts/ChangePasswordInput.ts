import { Field, InputType } from "type-graphql";
import { CharacterCount } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { NEW_PASSWORD, NewPassword } from "./NewPassword.js";

@InputType({ description: "Another password." })
export class ChangePasswordInput {
  @Field(() => String, { description: "The current password." })
  @CharacterCount(0, limits.sentPassword)
  currentPassword: string;

  @Field(() => String, { description: NEW_PASSWORD })
  @NewPassword()
  newPassword: string;
}
