import { ArgsType, Field, InputType } from "type-graphql";
import { connectionOf, Filter, Id, Page } from "#engine/entities";
import { AdminRead } from "../AdminRead.js";

export const AdminReadConnection = connectionOf("AdminRead", () => AdminRead);

@InputType({ description: "Which reads to keep." })
export class AdminReadFilter {
  @Field(() => Id, { nullable: true, description: "By this admin." })
  @Filter("=", "adminId")
  adminId?: string;

  @Field(() => Id, { nullable: true, description: "Of this account's rows." })
  @Filter("=", "userId")
  userId?: string;
}

/** They are newest first, and cannot be sorted otherwise. */
@ArgsType()
export class AdminReadPage extends Page {
  @Field(() => AdminReadFilter, { nullable: true, description: "Which rows to keep; all conditions must hold." })
  filter?: AdminReadFilter;
}
