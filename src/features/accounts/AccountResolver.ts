import { Arg, Mutation, Resolver } from "type-graphql";
import { readRow } from "../../compiler/Read.js";
import { AuthPayload } from "./AuthPayload.js";
import type { SignIn } from "./SignIn.js";
import { SignInInput } from "./SignInInput.js";

@Resolver()
export class AccountResolver {
  constructor(private readonly signIns: SignIn) {}

  @Mutation(() => AuthPayload, { description: "A wrong password and an unknown email fail alike, in code, message and time." })
  async signIn(@Arg("input", () => SignInInput) { email, password }: SignInInput): Promise<AuthPayload> {
    const { userId, session } = await this.signIns.withPassword(email, password);
    return { ...session, user: readRow({ id: userId }, session.tokenHash) };
  }
}
