import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Authorized, Field, FieldResolver, getMetadataStorage, ObjectType, Query, Resolver, UseMiddleware } from "type-graphql";
import { TestApi } from "../../support/TestApi.js";

/** TypeGraphQL remembers each class, and other test files share its memory. */
const memory = getMetadataStorage() as unknown as Record<string, unknown>;
const before = Object.entries(memory).flatMap(([name, list]) => (Array.isArray(list) ? [[name, [...list]] as const] : []));
afterAll(() => void Object.assign(memory, Object.fromEntries(before)));

/** What a programmer who knows TypeGraphQL might write, and what would be passed over in silence. */
@ObjectType("Mood")
class Mood {
  @Field(() => String)
  colour(): string {
    return "blue";
  }

  @Authorized("ADMIN")
  @Field(() => String)
  secret: string;

  @UseMiddleware(async (_action, next) => next())
  @Field(() => String)
  counted: string;
}

@Resolver(() => Mood)
class ForgottenResolver {
  @Query(() => String)
  forgotten(): string {
    return "never called";
  }

  @FieldResolver(() => String)
  secret(): string {
    return "never called";
  }
}

const MISTAKES = [
  "Mood.colour resolves a field of an object.",
  `${ForgottenResolver.name}.secret resolves a field of an object.`,
  "@Authorized on Mood.secret does nothing.",
  "@UseMiddleware on Mood.counted does nothing.",
  "ForgottenResolver is a resolver class of which nobody made one: add it to the resolvers of the API's features.",
];

describe("a service whose classes have mistakes", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("does not become ready, and names each mistake in /readyz", async () => {
    const { statusCode, payload } = await api.http.inject("/readyz");

    expect(statusCode).toBe(503);
    for (const mistake of MISTAKES) expect(JSON.parse(payload).reason).toContain(mistake);
  });

  it("names each mistake in its log, with what to use instead", () => {
    const logged = api.logLines.map((line) => JSON.parse(line).mistake).filter((mistake) => mistake !== undefined);

    for (const mistake of MISTAKES) expect(logged).toContainEqual(expect.stringContaining(mistake));
    expect(logged[0]).toContain("Declare the field's SQL with @ComputedField");
  });

  it("answers no operation", async () => {
    expect(await api.codeOf("{ tutorials { totalCount } }")).toBe("UNAVAILABLE");
  });
});
