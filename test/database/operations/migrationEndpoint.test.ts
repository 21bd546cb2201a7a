import { describe, expect, it } from "@jest/globals";
import { migrationEndpoint } from "../../../packages/operations/src/migrationEndpoint.js";
import { readConfig } from "../../../src/config.js";

const pooled = "postgresql+asyncpg://anna:s3cret@ep-cool-fox-123-pooler.eu-central-1.aws.neon.tech/db?sslmode=require";
const direct = "postgresql://anna:s3cret@ep-cool-fox-123.eu-central-1.aws.neon.tech/db?sslmode=require";
const endpointOf = (settings: Record<string, string>) => migrationEndpoint(readConfig(settings).database);

describe("the endpoint of migrations", () => {
  it("is DATABASE_URL_UNPOOLED where it is set", () => {
    expect(endpointOf({ DATABASE_URL: pooled, DATABASE_URL_UNPOOLED: direct })).toEqual({ url: direct });
  });

  it("is the direct form of a pooled host of Neon's, and says so without the password", () => {
    const endpoint = endpointOf({ DATABASE_URL: pooled });

    expect(endpoint?.url).toBe(direct);
    expect(endpoint?.note).toContain("its direct form, ep-cool-fox-123.eu-central-1.aws.neon.tech");
    expect(endpoint?.note).not.toContain("s3cret");
  });

  it("leaves a password alone that looks like a pooled host", () => {
    const odd = (host: string) => `postgresql://anna:a-pooler.b@${host}.neon.tech/db`;

    expect(endpointOf({ DATABASE_URL: odd("fox-pooler") })?.url).toBe(odd("fox"));
    expect(endpointOf({ DATABASE_URL: odd("fox") })).toEqual({ url: odd("fox") });
  });

  it("is DATABASE_URL otherwise, and none for the embedded database", () => {
    expect([endpointOf({ DATABASE_URL: direct }), endpointOf({})]).toEqual([{ url: direct }, undefined]);
  });

  it("is refused when DATABASE_URL_UNPOOLED is pooled", () => {
    expect(() => endpointOf({ DATABASE_URL_UNPOOLED: pooled })).toThrow(/Set it to the direct one/);
  });
});
