import { Arg, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import { limits } from "../../entities/limits.js";
import type { RequestContext } from "../../RequestContext.js";
import { DataExport } from "./DataExport.js";
import type { EraseMe } from "./EraseMe.js";
import { EraseMeInput } from "./EraseMeInput.js";
import { ErasureReceipt } from "./ErasureReceipt.js";
import type { Exports } from "./Exports.js";

@Resolver()
export class PrivacyResolver {
  constructor(
    private readonly exports: Exports,
    private readonly erasing: EraseMe,
  ) {}

  @Mutation(() => DataExport, {
    nullable: true,
    description:
      "Makes a copy of all that is held about the viewer, of one moment. One at a time: it takes the place of an earlier one.",
  })
  @Extensions({ argumentLengths: { currentPassword: limits.sentPassword } })
  requestExport(
    @Arg("currentPassword", () => String) currentPassword: string,
    @Ctx() context: RequestContext,
  ): Promise<DataExport> {
    return this.exports.request(context, currentPassword);
  }

  @Mutation(() => ErasureReceipt, {
    nullable: true,
    description: "Deletes the viewer's account and all that belongs to it, for good.",
  })
  eraseMe(@Arg("input", () => EraseMeInput) input: EraseMeInput, @Ctx() context: RequestContext): Promise<ErasureReceipt> {
    return this.erasing.erase(context, input);
  }
}
