import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { ConfigError } from "../packages/engine/src/ConfigError.js";
import { defaultSettings } from "../packages/engine/src/defaultSettings.js";
import { exampleOf } from "../src/config/exampleOf.js";
import { SECTIONS } from "../src/config/settings.js";
import { DEVELOPMENT_DEFAULTS, readConfig } from "../src/config.js";

describe("readConfig", () => {
  it("has the engine's defaults for what every API bounds", () => {
    const { cost, connections, slowStatementMs } = defaultSettings;

    expect(readConfig({})).toMatchObject({ cost, connections, slowStatementMs });
  });

  it("has the defaults that .env.example states", () => {
    expect(readConfig({})).toEqual({
      isProduction: false,
      host: "0.0.0.0",
      port: 8000,
      processes: 1,
      logLevel: "info",
      hasPlayground: true,
      hasIntrospection: true,
      corsOrigins: [],
      hasSessionCookies: false,
      isCompressing: true,
      slowStatementMs: 1000,
      trustProxy: [],
      allowedHosts: [],
      connections: { most: 10_000, mostOfNetwork: 2_000 },
      requests: { mostWaiting: 500, waitMs: 250, mostBytes: 64_000_000, joinReads: "auto", hashes: expect.any(Number) },
      live: {
        isOn: true,
        intervalMs: 2_000,
        streams: 1_000,
        streamsOfViewer: 5,
        maxMs: 3_600_000,
        sleepAfterMs: 60_000,
        wakeEveryMs: 0,
        polledTogether: 16,
      },
      accounts: {
        sessionDays: 30,
        bcryptCost: 12,
        drawings: 10_000,
        stories: 10_000,
        links: { pages: {}, minutes: { PASSWORD_RESET: 60, EMAIL_VERIFICATION: 2_880 } },
      },
      cost: { maxRows: 50_000, maxAnswerBytes: 6_500_000, budgetRows: 200_000, budgetRowsPerSecond: 5_000, processes: 1 },
      imageHosts: [],
      privacy: {
        keyFile: ".data/privacy.key",
        isSearchDeep: false,
        graceDays: 0,
        consent: { isRecorded: true },
        adminReadDays: 365,
      },
      database: {
        directory: ".data/pg",
        poolSize: 10,
        isSqlEchoed: false,
        isPreparing: true,
        timeouts: { statementMs: 5_000, lockMs: 2_000 },
      },
    });
  });

  it("reports all that is wrong at once, and never what was given", () => {
    const wrong = {
      PORT: "s3cret",
      HEALTH_PORT: "s3cret",
      METRICS_PORT: "s3cret",
      LOG_LEVEL: "s3cret",
      DATABASE_URL: "mysql://u:s3cret@h/db",
      DATABASE_POOL_SIZE: "0",
      ALLOWED_HOSTS: "s3cret/",
      MAX_CONNECTIONS: "0",
      MAX_CONNECTIONS_PER_ADDRESS: "s3cret",
      MAX_REQUESTS_IN_FLIGHT: "0",
      MAX_BYTES_IN_FLIGHT: "s3cret",
      REQUEST_WAIT_MS: "s3cret",
      JOIN_READS: "s3cret",
      LIVE: "s3cret",
      LIVE_INTERVAL_MS: "249",
      LIVE_STREAMS: "0",
      LIVE_STREAMS_PER_VIEWER: "s3cret",
      LIVE_MAX_MINUTES: "s3cret",
      LIVE_SLEEP_AFTER_S: "s3cret",
      LIVE_WAKE_EVERY_S: "s3cret",
      PLAYGROUND: "s3cret",
      CORS_ORIGINS: "https://s3cret.example.org:*",
      SESSION_COOKIES: "s3cret",
      COMPRESSION: "s3cret",
      TRUST_PROXY: "10.0.0.0/s3cret",
      SESSION_DAYS: "s3cret",
      BCRYPT_COST: "s3cret",
      UV_THREADPOOL_SIZE: "s3cret",
      WEB_CONCURRENCY: "s3cret",
      DATABASE_READ_URLS: "postgresql://u:s3cret@h/db,mysql://h/db",
      REPLICA_MAX_LAG_MS: "4999",
      PROCESSES: "0",
      IMAGE_HOSTS: "s3cret/",
      DRAWINGS_PER_ACCOUNT: "0",
      STORIES_PER_ACCOUNT: "s3cret",
      PICTURE_STORE: "s3cret",
      PICTURES_PER_ACCOUNT: "0",
      S3_ENDPOINT: "https://s3cret/path",
      S3_BUCKET: "../s3cret",
      S3_REGION: "s3cret ",
      S3_ACCESS_KEY_ID: "s3cret\n",
      S3_SECRET_ACCESS_KEY: "s3 cret",
      STORY_WRITER: "s3cret",
      STORIES_PER_DAY: "0",
      STORY_CONCURRENCY: "s3cret",
      STORY_TOKENS_PER_MONTH: "s3cret",
      AI_ZERO_RETENTION: "s3cret",
      AI_UNDER_18: "s3cret",
      PRIVACY_KEY: "s3cret",
      ADMIN_READ_DAYS: "0",
      CONSENT: "s3cret",
      CONSENT_AGE: "s3cret",
      PUBLIC_URL: "https://s3cret/path",
      ERASURE_GRACE_DAYS: "s3cret",
      SMTP_URL: "smtp://u:s3cret@h/path",
      MAIL_FROM: "s3cret",
      PASSWORD_RESET_URL: "https://s3cret",
      EMAIL_VERIFICATION_URL: "s3cret{token}",
      PASSWORD_RESET_MINUTES: "14",
      EMAIL_VERIFICATION_HOURS: "s3cret",
    };

    const read = () => readConfig(wrong);

    expect(read).toThrow(ConfigError);
    for (const name of Object.keys(wrong)) expect(read).toThrow(new RegExp(`\\b${name} (is|has)\\b`));
    expect(read).not.toThrow(/s3cret/);
  });

  it("takes any port of a loopback host as an origin, and the defaults of development are such", () => {
    const { corsOrigins, hasSessionCookies } = readConfig(DEVELOPMENT_DEFAULTS);

    expect(corsOrigins).toEqual(["http://localhost:*", "http://127.0.0.1:*"]);
    expect(hasSessionCookies).toBe(true);
  });

  it.each([
    ["postgresql://u:50%s3cret@host/db", "encode special characters in the password"],
    ["postgresql://u:s3cret%@host/db", "encode special characters in the password"],
    ["postgresql://u:s3%zzcret@host/db", "encode special characters in the password"],
    ["postgresql://u%:s3cret@host/db", "encode special characters in the password"],
    ["postgresql://u:s3cret%ff@host/db", "encode special characters in the password"],
    ["postgresql://u:s3cret@host/d%b", "encode special characters in the password"],
    ["postgresql://u:s3#cret@host/db", "encode special characters in the password"],
    ["postgresql:///db?host=/var/run/postgresql", "a Unix socket, which is not supported"],
    ["postgresql+asyncpg://u:s3cret@/db?host=/cloudsql/x", "a Unix socket, which is not supported"],
    ["postgresql://u:s3cret@%2Fvar%2Frun/db", "a Unix socket, which is not supported"],
    ["postgresql://u:s3cret@/db", "a Unix socket, which is not supported"],
    ["postgresql://u:s3cret@h1,h2/db", "names several hosts; write one"],
    ["postgresql://u:s3cret@host/db?sslmode=prefer", "write sslmode=require, or sslmode=disable"],
    ["postgresql://u:s3cret@host/db?sslmode=allow", "write sslmode=require, or sslmode=disable"],
    ["postgresql+asyncpg://u:s3cret@host/db?ssl=prefer", "write sslmode=require, or sslmode=disable"],
    ["postgresql://u:s3cret@host/db?ssl=require&sslmode=allow", "write sslmode=require, or sslmode=disable"],
    ["postgresql://u:s3cret@host/db?sslmode=PREFER", "write one of disable, require"],
    ["postgresql://u:s3cret@host/db?sslmode=", "write one of disable, require"],
    ["postgresql://u:s3cret@host/db?sslcert=/s3cret.pem", "has one of sslcert and sslkey; write both"],
    ["postgresql://u:s3cret@host/db?schema=s3cret", "options=-c%20search_path%3DSCHEMA"],
    ["postgresql://u:s3cret@host/db?currentSchema=s3cret", "options=-c%20search_path%3DSCHEMA"],
  ])("refuses %s with what to write, in either setting", (url, advice) => {
    for (const name of ["DATABASE_URL", "DATABASE_URL_UNPOOLED"]) {
      let message = "";
      try {
        readConfig({ [name]: url });
      } catch (error) {
        message = String((error as Error).message);
      }
      expect(message).toContain(`\n  ${name} `);
      expect(message).toContain(advice);
      expect(message).not.toContain("s3cret");
    }
  });

  it("closes playground and introspection in production, and refuses the embedded database there", () => {
    const production = { NODE_ENV: "production" };

    expect(readConfig({ ...production, DATABASE_URL: "postgresql://u@h/db" })).toMatchObject({
      hasPlayground: false,
      hasIntrospection: false,
    });
    const shown = { ...production, DATABASE_URL: "postgresql://u@h/db", PLAYGROUND: "true" };
    expect(readConfig(shown)).toMatchObject({ hasPlayground: true, hasIntrospection: true });
    expect(readConfig({ ...shown, INTROSPECTION: "false" })).toMatchObject({ hasPlayground: true, hasIntrospection: false });
    expect(() => readConfig(production)).toThrow(/ALLOW_EMBEDDED_IN_PRODUCTION has to be 1.*set DATABASE_URL/s);
    expect(readConfig({ ...production, ALLOW_EMBEDDED_IN_PRODUCTION: "1" }).database.url).toBeUndefined();
  });

  it("hashes on half of the threads and half of the processors at most, and no cheaper than 10 in production", () => {
    expect(readConfig({ UV_THREADPOOL_SIZE: "2" }).requests.hashes).toBe(1);
    const production = { NODE_ENV: "production", DATABASE_URL: "postgresql://u@h/db" };
    expect(() => readConfig({ ...production, BCRYPT_COST: "9" })).toThrow(/BCRYPT_COST is .*at least 10/);
    expect(readConfig({ ...production, BCRYPT_COST: "10" }).accounts.bcryptCost).toBe(10);
  });

  it("divides the budgets and the hashes among its processes, and runs one alone on the embedded database", () => {
    const DATABASE_URL = "postgresql://u@h/db";
    const [four, eight] = [{ WEB_CONCURRENCY: "4" }, { WEB_CONCURRENCY: "4", PROCESSES: "8" }].map((settings) =>
      readConfig({ DATABASE_URL, ...settings }),
    );

    expect([four?.processes, four?.cost.processes, eight?.processes, eight?.cost.processes]).toEqual([4, 4, 4, 8]);
    expect(readConfig({ DATABASE_URL, WEB_CONCURRENCY: "64" }).requests.hashes).toBe(1);
    expect(() => readConfig({ WEB_CONCURRENCY: "2" })).toThrow(/WEB_CONCURRENCY is .*1 without DATABASE_URL/);
    expect(() => readConfig({ DATABASE_URL, WEB_CONCURRENCY: "4", PROCESSES: "2" })).toThrow(/PROCESSES is .*at least WEB_/);
  });

  it("reads from replicas only where it is told to, beside a database that they follow", () => {
    const DATABASE_URL = "postgresql://u@h/db";
    const DATABASE_READ_URLS = "postgresql://u@one/db, postgresql://u@two/db?sslmode=require";

    const { urls, maxLagMs } = readConfig({ DATABASE_URL, DATABASE_READ_URLS }).database.replicas ?? {};

    expect(readConfig({ DATABASE_URL }).database.replicas).toBeUndefined();
    expect([urls, maxLagMs]).toEqual([["postgresql://u@one/db", "postgresql://u@two/db?sslmode=require"], 5_000]);
    expect(() => readConfig({ DATABASE_READ_URLS })).toThrow(/DATABASE_READ_URLS is .*DATABASE_URL, which it needs/);
  });

  it("sends mails only with a sender and the pages of its links, and in production by TLS, unless the server is on this machine", () => {
    const pages = {
      PASSWORD_RESET_URL: "https://a.example.org/#{token}",
      EMAIL_VERIFICATION_URL: "https://a.example.org/?v={token}",
    };
    const mail = { ...pages, SMTP_URL: "smtp://u:p%40@mail.example.org", MAIL_FROM: "NovaDraw <no-reply@example.org>" };
    const production = { ...mail, NODE_ENV: "production", DATABASE_URL: "postgresql://u@h/db" };

    for (const name of ["MAIL_FROM", "PASSWORD_RESET_URL", "EMAIL_VERIFICATION_URL"])
      expect(() => readConfig({ ...mail, [name]: "" })).toThrow(new RegExp(`${name} is .*SMTP_URL needs it`));
    expect(readConfig(mail).mail).toEqual({ url: mail.SMTP_URL, from: mail.MAIL_FROM, requiresTls: false });
    expect(readConfig(pages).mail).toBeUndefined();
    expect(readConfig(pages).accounts.links.pages).toEqual({
      PASSWORD_RESET: pages.PASSWORD_RESET_URL,
      EMAIL_VERIFICATION: pages.EMAIL_VERIFICATION_URL,
    });
    expect(readConfig(production).mail?.requiresTls).toBe(true);
    expect(readConfig({ ...production, SMTP_URL: "smtp://127.0.0.1:1025" }).mail?.requiresTls).toBe(false);
    for (const SMTP_URL of ["https://mail.example.org", "smtp://", "smtp://h?debug=true", "s3cret"])
      expect(() => readConfig({ ...mail, SMTP_URL })).toThrow(/SMTP_URL is/);
    for (const login of ["u:50%off", "u:pass%", "u%:p", "u:p%ff"])
      expect(() => readConfig({ ...mail, SMTP_URL: `smtp://${login}@h` })).toThrow(/encode special characters in the password/);
    for (const MAIL_FROM of ["nobody", "a@b, c@d", "Nova\r\nBcc: x <a@b>"])
      expect(() => readConfig({ ...mail, MAIL_FROM })).toThrow(/MAIL_FROM is/);
  });

  it("keeps no pictures and writes no stories unless told to, and in production keeps pictures where it is told", () => {
    const production = { NODE_ENV: "production", DATABASE_URL: "postgresql://u@h/db" };
    const kept = { PICTURE_STORE: "folder", PICTURE_DIR: "/pictures", PUBLIC_URL: "https://api.example.org" };

    expect([readConfig(production).pictures, readConfig(production).stories]).toEqual([undefined, undefined]);
    for (const name of ["PICTURE_DIR", "PUBLIC_URL"])
      expect(() => readConfig({ ...production, ...kept, [name]: "" })).toThrow(new RegExp(`${name} is .*PICTURE_STORE`));
    expect(readConfig({ ...production, ...kept }).pictures).toEqual({
      store: { directory: "/pictures" },
      mostOfAccount: 1_000,
    });
    expect(readConfig(DEVELOPMENT_DEFAULTS)).toMatchObject({
      pictures: { store: { directory: ".data/pictures" }, mostOfAccount: 1_000 },
      stories: { mostADay: 5, concurrency: 2 },
    });
  });

  it("is explained in .env.example as the settings explain themselves: npm run schema writes it", () => {
    const names = SECTIONS.flatMap((section) => Object.keys(section));

    expect(readFileSync(".env.example", "utf8")).toBe(exampleOf(SECTIONS));
    expect(names).toEqual([...new Set(names)]);
    for (const section of SECTIONS) expect(Object.values(section)[0]).toHaveProperty("says");
  });
});
