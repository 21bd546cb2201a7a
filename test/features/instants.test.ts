import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../support/TestApi.js";

const NEW_YEAR = "2026-01-01T00:00:00.000000Z";

describe("an instant that is sent", () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    const anna = await api.world.user();
    token = await api.world.token(anna);
    for (const at of ["2025-12-31T23:59:59.999999Z", NEW_YEAR, "2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.123457Z"]) {
      const { id } = await api.world.story(anna, { title: at });
      await api.opened.database.query("UPDATE stories SET created_at = $1 WHERE id = $2", [at, id]);
    }
  });
  afterAll(() => api.close());

  const QUERY = `query ($after: DateTime, $before: DateTime) {
    stories(filter: { createdAfter: $after, createdBefore: $before }, orderBy: { direction: ASC }) { nodes { title } } }`;
  const found = async (variables: Record<string, unknown>): Promise<readonly string[]> => {
    const { data } = await api.ask(QUERY, { token, variables });
    return data.stories.nodes.map(({ title }: { title: string }) => title.slice(-15));
  };
  const [LAST, FIRST, SIXTH, SEVENTH] = ["23:59:59.999999Z", "00:00:00.000000Z", "00:00:00.123456Z", "00:00:00.123457Z"].map(
    (text) => text.slice(-15),
  );

  it.each([
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01T00:00:00-00:00",
    "2026-01-01t00:00:00z",
    "2026-01-01T01:00:00+01:00",
    "2025-12-31T18:30:00-05:30",
    "2026-01-01T23:59:00+23:59",
    "2026-01-01T05:45:00.000+05:45",
    "2026-01-01T00:00:00.0Z",
    "2026-01-01T00:00:00.000000000000000000Z",
  ])("is the same in every way that RFC 3339 writes it: %s", async (instant) => {
    expect(await found({ after: instant })).toEqual([SIXTH, SEVENTH]);
    expect(await found({ before: instant })).toEqual([LAST]);
    const written = await api.ask(`{ stories(filter: { createdBefore: "${instant}" }) { totalCount } }`, { token });
    expect(written.data).toEqual({ stories: { totalCount: 1 } });
  });

  it.each([
    ["2026-01-01T00:00:00.123456Z", [SEVENTH], [LAST, FIRST]],
    ["2026-01-01T00:00:00.1234560000000Z", [SEVENTH], [LAST, FIRST]],
    ["2026-01-01T00:00:00.123456000000001Z", [SEVENTH], [LAST, FIRST, SIXTH]],
    ["2026-01-01T00:00:00.123456499Z", [SEVENTH], [LAST, FIRST, SIXTH]],
    ["2026-01-01T00:00:00.1234565Z", [SEVENTH], [LAST, FIRST, SIXTH]],
    ["2026-01-01T01:00:00.123456789+01:00", [SEVENTH], [LAST, FIRST, SIXTH]],
    ["2026-01-01T00:00:00.123456999999999999Z", [SEVENTH], [LAST, FIRST, SIXTH]],
    ["2025-12-31T23:59:59.9999999Z", [FIRST, SIXTH, SEVENTH], [LAST]],
    [`2026-01-01T00:00:00.123456${"0".repeat(50_000)}1Z`, [SEVENTH], [LAST, FIRST, SIXTH]],
  ])("counts with all its digits: %.40s", async (instant, after, before) => {
    expect(await found({ after: instant })).toEqual(after);
    expect(await found({ before: instant })).toEqual(before);
  });

  it.each(["2025-12-31T23:59:60Z", "2026-01-01T00:59:60.000+01:00", "2025-12-31t18:59:60-05:00"])(
    "may be a leap second, which is the second after it: %s",
    async (instant) => {
      expect(await found({ after: instant })).toEqual([SIXTH, SEVENTH]);
      expect(await found({ before: instant })).toEqual([LAST]);
    },
  );

  it.each([
    "0001-01-01T00:00:00Z",
    "0001-01-01T23:59:59.9999999+00:00",
    "9999-12-31T23:59:59.9999999Z",
    "9999-12-31T23:59:59.999999-00:00",
    "1969-12-31T23:59:59.9999995Z",
  ])("may be as early and as late as %s", async (instant) => {
    expect((await found({ after: instant })).length + (await found({ before: instant })).length).toBe(4);
  });

  it.each([
    ["a day that does not exist", "2026-02-30T00:00:00Z"],
    ["such a day with an offset", "2026-02-30T00:00:00+01:00"],
    ["a date alone", "2026-01-01"],
    ["no zone", "2026-01-01T00:00:00"],
    ["no zone, with a fraction", "2026-01-01T00:00:00.123"],
    ["a blank instead of T", "2026-01-01 00:00:00Z"],
    ["hour 24", "2026-01-01T24:00:00Z"],
    ["second 61", "2026-01-01T00:00:61Z"],
    ["a leap second in the middle of a year", "2026-03-31T23:59:60Z"],
    ["a leap second at noon", "2026-06-30T11:59:60Z"],
    ["an offset without minutes", "2026-01-01T00:00:00+01"],
    ["an offset without a colon", "2026-01-01T00:00:00+0100"],
    ["an offset of a day", "2026-01-01T00:00:00+24:00"],
    ["an offset with a minus of typesetters", "2026-01-01T00:00:00\u221201:00"],
    ["a point without digits", "2026-01-01T00:00:00.Z"],
    ["a comma", "2026-01-01T00:00:00,5Z"],
    ["digits of another script", "٢٠٢٦-01-01T00:00:00Z"],
    ["year 0", "0000-06-01T00:00:00Z"],
    ["year 0 in UTC", "0001-01-01T00:00:00+00:01"],
    ["year 10000 in UTC", "9999-12-31T23:59:59-00:01"],
    ["a line after it", "2026-01-01T00:00:00Z\n"],
    ["a number", 1_767_225_600_000],
  ])("is refused with %s", async (_what, after) => {
    const { data, errors } = await api.ask(QUERY, { token, variables: { after } });

    expect(data).toEqual({ stories: null });
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ code: "INVALID_DATE_TIME" }] });
  });

  it("is compared with a row's updatedAt in every way that it is written", async () => {
    const story = await api.world.story(await api.world.user());
    const owner = await api.world.token({ id: story.userId } as never);
    const { data } = await api.ask("query ($id: ID!) { story(id: $id) { updatedAt } }", {
      token: owner,
      variables: { id: story.id },
    });
    const seen = data.story.updatedAt.replace("Z", "+00:00").toLowerCase();

    const { errors } = await api.ask(
      'mutation ($id: ID!, $seen: DateTime) { updateStory(id: $id, input: { title: "New" }, ifUpdatedAt: $seen) { title } }',
      { token: owner, variables: { id: story.id, seen } },
    );

    expect(errors).toEqual([]);
  });
});
