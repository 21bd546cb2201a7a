import { Field, InputType } from "type-graphql";
import { CharacterCount } from "#engine/features";
import { limits } from "../../entities/limits.js";

@InputType({ description: "Who is to be erased, typed once more: nothing brings it back." })
export class EraseMeInput {
  @Field(() => String, { description: "The email of the account." })
  @CharacterCount(0, limits.email)
  email: string;

  @Field(() => String, { description: "The current password: a device that was left signed in is not enough." })
  @CharacterCount(0, limits.sentPassword)
  currentPassword: string;
}
