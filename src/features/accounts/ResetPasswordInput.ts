import { Field, InputType } from "type-graphql";
import { CharacterCount } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { NEW_PASSWORD, NewPassword } from "./NewPassword.js";

@InputType({ description: "A new password in place of a forgotten one." })
export class ResetPasswordInput {
  @Field(() => String, { description: "What the link has." })
  @CharacterCount(0, limits.linkToken)
  token: string;

  @Field(() => String, { description: NEW_PASSWORD })
  @NewPassword()
  newPassword: string;
}
