import { Arg, Ctx, Int, Mutation, Resolver } from "type-graphql";
import { Id } from "#engine/entities";
import { IfUpdatedAt, type Read, type RequestContext, readRow } from "#engine/features";
import { Role } from "../../entities/Role.js";
import { User } from "../../entities/User.js";
import type { Accounts } from "./Accounts.js";
import { AuthPayload } from "./AuthPayload.js";
import { ChangeEmailInput } from "./ChangeEmailInput.js";
import { ChangePasswordInput } from "./ChangePasswordInput.js";
import type { Sessions } from "./Sessions.js";
import type { SignIn } from "./SignIn.js";
import { SignInInput } from "./SignInInput.js";
import { SignUpInput } from "./SignUpInput.js";
import { UpdateMeInput } from "./UpdateMeInput.js";

@Resolver()
export class AccountResolver {
  constructor(
    private readonly accounts: Accounts,
    private readonly signIns: SignIn,
    private readonly sessions: Sessions,
  ) {}

  @Mutation(() => AuthPayload, {
    nullable: true,
    description: "Makes an account and signs it in. CONFLICT when the email has an account already.",
  })
  signUp(
    @Arg("input", () => SignUpInput, { description: "The new account." }) input: SignUpInput,
    @Ctx() context: RequestContext,
  ): Promise<AuthPayload> {
    return this.accounts.signUp(input, context);
  }

  @Mutation(() => AuthPayload, {
    nullable: true,
    description: "Signs in. A wrong password and an unknown email get the same answer, WRONG_CREDENTIALS, in the same time.",
  })
  signIn(
    @Arg("input", () => SignInInput, { description: "The email and the password." }) input: SignInInput,
    @Ctx() context: RequestContext,
  ): Promise<AuthPayload> {
    return this.signIns.withPassword(input, context);
  }

  @Mutation(() => Boolean, { nullable: true, description: "Ends the session that the request came with." })
  signOut(@Ctx() context: RequestContext): Promise<boolean> {
    return this.sessions.endCurrent(context);
  }

  @Mutation(() => Int, { nullable: true, description: "Ends every session of the viewer. Answers how many there were." })
  signOutEverywhere(@Ctx() context: RequestContext): Promise<number> {
    return this.sessions.endAll(context);
  }

  @Mutation(() => Id, { nullable: true, description: "Ends one of the viewer's sessions. Answers the id." })
  endSession(
    @Arg("id", () => Id, { description: "The session's id." }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    return this.sessions.endOne(context, id);
  }

  @Mutation(() => User, { nullable: true, description: "Changes the viewer's account." })
  async updateMe(
    @Arg("input", () => UpdateMeInput, { description: "What to change; what is left out stays." }) input: UpdateMeInput,
    @IfUpdatedAt() ifUpdatedAt: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.accounts.updateMe(context, input, { ifUpdatedAt }) });
  }

  @Mutation(() => User, {
    nullable: true,
    description: "Changes the email of the viewer's account. CONFLICT when an account has it already.",
  })
  async changeEmail(
    @Arg("input", () => ChangeEmailInput, { description: "The new email, and the password of the account." })
    input: ChangeEmailInput,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.accounts.changeEmail(context, input) });
  }

  @Mutation(() => AuthPayload, {
    nullable: true,
    description:
      "Changes the password, and ends all other sessions of the viewer. This session goes on with the new token in the answer.",
  })
  changePassword(
    @Arg("input", () => ChangePasswordInput, { description: "The current and the new password." }) input: ChangePasswordInput,
    @Ctx() context: RequestContext,
  ): Promise<AuthPayload> {
    return this.accounts.changePassword(context, input);
  }

  @Mutation(() => User, { nullable: true, description: "Changes the role of an account. Admins only." })
  async setUserRole(
    @Arg("userId", () => Id, { description: "The account's id." }) userId: string,
    @Arg("role", () => Role, { description: "What it may do from now on." }) role: Role,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.accounts.setRole(context, userId, role) });
  }
}
