import { Arg, Args, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { InMail } from "./InMail.js";
import type { Recovery } from "./Recovery.js";
import { RequestPasswordResetInput } from "./RequestPasswordResetInput.js";
import { ResetPasswordInput } from "./ResetPasswordInput.js";

@Resolver()
export class RecoveryResolver {
  constructor(private readonly recovery: Recovery) {}

  @Mutation(() => Boolean, {
    nullable: true,
    description:
      "Mails a link for a new password to the account with this email. An unknown email gets the same answer, true, in the same time.",
  })
  requestPasswordReset(
    @Arg("input", () => RequestPasswordResetInput, { description: "The email of the account." })
    input: RequestPasswordResetInput,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    return this.recovery.requestPasswordReset(input, context);
  }

  @Mutation(() => Boolean, {
    nullable: true,
    description: "Sets a new password by the token of a link, once, and ends all sessions of the account. Sign in after it.",
  })
  resetPassword(
    @Arg("input", () => ResetPasswordInput, { description: "The token and the new password." }) input: ResetPasswordInput,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    return this.recovery.resetPassword(input, context);
  }

  @Mutation(() => Boolean, {
    nullable: true,
    description: "Mails the viewer a link that verifies the email of the account. A verified one gets none.",
  })
  requestEmailVerification(@Args(() => InMail) mail: InMail, @Ctx() context: RequestContext): Promise<boolean> {
    return this.recovery.requestEmailVerification(mail, context);
  }

  @Mutation(() => Boolean, {
    nullable: true,
    description: "Verifies the email of an account by the token of a link, once. It needs no session.",
  })
  @Extensions({ argumentLengths: { token: limits.linkToken } })
  verifyEmail(
    @Arg("token", () => String, { description: "What the link has." }) token: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    return this.recovery.verifyEmail(token, context);
  }
}
