import { Arg, Ctx, Extensions, Mutation, Query, Resolver } from "type-graphql";
import { Id, PageArguments } from "#engine/entities";
import { type Read, type RequestContext, readPage, readRow } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { AdminReadConnection, AdminReadPage } from "../../entities/pages/AdminReadPage.js";
import { User } from "../../entities/User.js";
import type { Consents } from "./Consents.js";
import { DataExport } from "./DataExport.js";
import type { EraseMe } from "./EraseMe.js";
import { EraseMeInput } from "./EraseMeInput.js";
import { ErasureReceipt } from "./ErasureReceipt.js";
import type { Exports } from "./Exports.js";
import { GiveConsentInput } from "./GiveConsentInput.js";

@Resolver()
export class PrivacyResolver {
  constructor(
    private readonly exports: Exports,
    private readonly erasing: EraseMe,
    private readonly consents: Consents,
  ) {}

  @Query(() => AdminReadConnection, {
    nullable: true,
    description: "What admins have read of others, newest first. Admins only; null for others, beside the error.",
  })
  @PageArguments(() => AdminReadPage)
  adminReads(): Read {
    return readPage({ needs: "seesAll" });
  }

  @Mutation(() => DataExport, {
    nullable: true,
    description:
      "Makes a copy of all that is held about the viewer, of one moment. One at a time: it takes the place of an earlier one.",
  })
  @Extensions({ argumentLengths: { currentPassword: limits.sentPassword } })
  requestExport(
    @Arg("currentPassword", () => String, {
      description: "The current password: a device that was left signed in is not enough.",
    })
    currentPassword: string,
    @Ctx() context: RequestContext,
  ): Promise<DataExport> {
    return this.exports.request(context, currentPassword);
  }

  @Mutation(() => User, {
    nullable: true,
    description: "Records a guardian's consent, in place of one that holds. Answers the account.",
  })
  async giveConsent(
    @Arg("input", () => GiveConsentInput, { description: "Who agrees, and to what." }) input: GiveConsentInput,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.consents.give(context, input) });
  }

  @Mutation(() => User, {
    nullable: true,
    description: "Withdraws a consent of the viewer's own. What was allowed until then stays so. Answers the account.",
  })
  async withdrawConsent(
    @Arg("id", () => Id, { description: "The consent's id." }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.consents.withdraw(context, id) });
  }

  @Mutation(() => ErasureReceipt, {
    nullable: true,
    description: "Deletes the viewer's account and all that belongs to it, for good.",
  })
  eraseMe(
    @Arg("input", () => EraseMeInput, { description: "The email and the password of the account." }) input: EraseMeInput,
    @Ctx() context: RequestContext,
  ): Promise<ErasureReceipt> {
    return this.erasing.erase(context, input);
  }
}
