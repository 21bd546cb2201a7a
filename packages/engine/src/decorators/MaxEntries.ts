import { Extensions } from "type-graphql";

/** The most entries of a list that is not read in pages, told as `extensions.maxEntries`. Whoever writes the rows keeps it. */
export const MaxEntries = (entries: number): PropertyDecorator & MethodDecorator => Extensions({ maxEntries: entries });
