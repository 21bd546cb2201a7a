import { Extensions } from "type-graphql";

/** The most entries of a list that is not read in pages, as `extensions.maxEntries`. The services that write the rows have to keep it. */
export const MaxEntries = (entries: number): PropertyDecorator & MethodDecorator => Extensions({ maxEntries: entries });
