import { Field, InputType } from "type-graphql";
import { NewPassword } from "./NewPassword.js";

@InputType({ description: "Another password." })
export class ChangePasswordInput {
  @Field(() => String, { description: "The password until now." })
  currentPassword: string;

  @Field(() => String, { description: "From 8 characters to 72 bytes; not a common one, and not the email." })
  @NewPassword()
  newPassword: string;
}
