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
    expect(connectionSettings(given)).toMatchObject({ url, connectTimeoutMS: 30_000 });
    expect(connectionSettings(given, { statementMs: 5_000, lockMs: 2_000 })).toMatchObject({ url, connectTimeoutMS: 3_000 });
  });

  it.each([
    [
      "postgresql://u%40x:p%2F%23%25@host:6543/d%23b",
      { host: "host", port: 6543, user: "u@x", password: "p/#%", database: "d#b" },
    ],
    [
      "postgresql://u:p@host/other?dbname=db&user=v&password=q%2B&port=6543",
      { host: "host", port: 6543, user: "v", password: "q+", database: "db" },
    ],
    ["postgresql://u@/db?host=db.example.org", { host: "db.example.org", user: "u", database: "db" }],
    ["postgresql://u@[::1]:5433/db", { host: "::1", port: 5433, user: "u", database: "db" }],
  ])("hands every part of %s to pg as it was meant", (given, parts) => {
    expect(connectionSettings(given).extra).toMatchObject(parts);
  });

  it("takes connect_timeout and channel_binding out of the URL, where pg would not read them", () => {
    const settings = connectionSettings("postgresql://u@host/db?sslmode=require&channel_binding=require&connect_timeout=10");

    expect(settings).toMatchObject({
      url: "postgresql://u@host/db?sslmode=verify-full",
      connectTimeoutMS: 10_000,
      extra: {
        enableChannelBinding: true,
        options: expect.stringMatching(/^-c jit=off -c client_connection_check_interval=1s/),
      },
    });
  });

  it("tells each session its timeouts, and what the URL's own options say last", () => {
    const { extra } = connectionSettings("postgresql://u@host/db?options=-c%20lock_timeout%3D1", {
      statementMs: 5_000,
      lockMs: 2_000,
    });

    expect(extra.options).toMatch(
      /-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c lock_timeout=1$/,
    );
  });

  it("sends no startup options to a pooled host, which refuses them", () => {
    const { extra } = connectionSettings("postgresql://u@ep-cool-lake-123-pooler.eu-central-1.aws.neon.tech/db");

    expect(extra).not.toHaveProperty("options");
    expect([isPooled("ep-x-pooler.neon.tech"), isPooled("ep-x.neon.tech")]).toEqual([true, false]);
  });
});
