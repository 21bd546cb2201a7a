import { Extensions } from "type-graphql";

/** A mutation that names rows in its argument `ids`, and answers as many at most: told as `extensions.argumentEntries` and `maxEntries`. */
export const IdsAtOnce = (most: number): MethodDecorator => Extensions({ argumentEntries: { ids: most }, maxEntries: most });
