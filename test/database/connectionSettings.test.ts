import { describe, expect, it } from "@jest/globals";
import { connectionSettings, isPooled } from "../../src/database/connectionSettings.js";

describe("connectionSettings", () => {
  it.each([
    ["postgresql+asyncpg://u:p%40ss@host/db?ssl=require", "postgresql://u:p%40ss@host/db?sslmode=verify-full"],
    ["postgresql+psycopg://u:p@host:6543/db", "postgresql://u:p@host:6543/db"],
    ["postgres://u@host/db?sslmode=disable", "postgresql://u@host/db?sslmode=disable"],
    [
      "postgresql://u@host/db?sslmode=no-verify&application_name=x",
      "postgresql://u@host/db?application_name=x&sslmode=no-verify",
    ],
  ])("translates %s", (given, url) => {
    expect(connectionSettings(given)).toMatchObject({ url, connectTimeoutMS: 5000 });
  });

  it("takes connect_timeout and channel_binding out of the URL, where pg would not read them", () => {
    const settings = connectionSettings("postgresql://u@host/db?sslmode=require&channel_binding=require&connect_timeout=10");

    expect(settings).toMatchObject({
      url: "postgresql://u@host/db?sslmode=verify-full",
      connectTimeoutMS: 10_000,
      extra: { enableChannelBinding: true, options: "-c jit=off" },
    });
  });

  it("sends no startup options to a pooled host, which refuses them", () => {
    const { extra } = connectionSettings("postgresql://u@ep-cool-lake-123-pooler.eu-central-1.aws.neon.tech/db");

    expect(extra).not.toHaveProperty("options");
    expect([isPooled("ep-x-pooler.neon.tech"), isPooled("ep-x.neon.tech")]).toEqual([true, false]);
  });
});
