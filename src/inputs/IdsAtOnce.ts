import { Extensions } from "type-graphql";
import { limits } from "../entities/limits.js";

/** A mutation that names rows in its argument `ids`, and answers as many at most: told as `extensions.argumentEntries` and `maxEntries`. */
export const IdsAtOnce = (): MethodDecorator =>
  Extensions({ argumentEntries: { ids: limits.idsAtOnce }, maxEntries: limits.idsAtOnce });
