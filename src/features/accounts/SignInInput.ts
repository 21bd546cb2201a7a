import { Field, InputType } from "type-graphql";
import { CharacterCount } from "#engine/features";
import { limits } from "../../entities/limits.js";

@InputType({ description: "What to sign in with." })
export class SignInInput {
  @Field(() => String, { description: "The address, in any case." })
  @CharacterCount(0, limits.email)
  email: string;

  @Field(() => String, { description: "The password." })
  @CharacterCount(0, limits.sentPassword)
  password: string;
}
