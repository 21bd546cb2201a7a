import { Field, InputType } from "type-graphql";
import { CharacterCount } from "#engine/features";
import { limits } from "../../entities/limits.js";

@InputType({ description: "A guardian's consent, given with the password of the account." })
export class GiveConsentInput {
  @Field(() => String, { description: `Who gives it: a name or an address, 1 to ${limits.guardian} characters.` })
  @CharacterCount(1, limits.guardian)
  guardian: string;

  @Field(() => String, { description: `Which version of the text was shown: 1 to ${limits.textVersion} characters.` })
  @CharacterCount(1, limits.textVersion)
  textVersion: string;

  @Field(() => String, { description: "The current password: a device that was left signed in is not enough." })
  @CharacterCount(0, limits.sentPassword)
  currentPassword: string;
}
