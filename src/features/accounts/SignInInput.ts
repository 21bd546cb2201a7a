import { Field, InputType } from "type-graphql";

@InputType({ description: "What to sign in with." })
export class SignInInput {
  @Field(() => String, { description: "The address, in any case." })
  email: string;

  @Field(() => String, { description: "The password." })
  password: string;
}
