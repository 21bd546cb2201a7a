import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { bool, cleanEnv, str } from "envalid";
import type { ApiSettings } from "#engine";
import { ConfigError, SettingError } from "#engine/database";
import type { OperatorsSettings } from "#operations";
import type { AccountsConfig } from "./config/AccountsConfig.js";
import { expectations, JOIN_READS, LOG_LEVELS, MIN_PRODUCTION_COST } from "./config/expectations.js";
import { liveConfig, liveSettings } from "./config/liveSettings.js";
import type { MailConfig } from "./config/MailConfig.js";
import { needsTls } from "./config/needsTls.js";
import type { PicturesConfig } from "./config/PicturesConfig.js";
import type { PrivacyConfig } from "./config/PrivacyConfig.js";
import { missingForPictures, pictureSettings, picturesOf } from "./config/pictureSettings.js";
import { readDotEnv } from "./config/readDotEnv.js";
import type { StoriesConfig } from "./config/StoriesConfig.js";
import { missingForStories, storiesOf, storySettings, unusedStoryKeys } from "./config/storySettings.js";
import {
  amount,
  bcryptCost,
  databaseUrl,
  databaseUrls,
  days,
  hosts,
  hostsWithPorts,
  lag,
  milliseconds,
  origins,
  pageUrl,
  port,
  positiveInteger,
  proxies,
  resetMinutes,
  secret,
  sender,
  serviceUrl,
  smtpUrl,
  timeout,
} from "./config/validators.js";

/** The settings of a process. Their defaults and meanings are in .env.example. */
export interface Config extends ApiSettings {
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly accounts: AccountsConfig;
  readonly privacy: PrivacyConfig;
  /** Absent where the service keeps no pictures itself. */
  readonly pictures?: PicturesConfig;
  /** Absent where the service writes no stories. */
  readonly stories?: StoriesConfig;
  /** The names of keys that are set and not used; absent where there are none. */
  readonly unusedKeys?: readonly string[];
  /** Absent where no mail is sent. */
  readonly mail?: MailConfig;
  readonly database: OperatorsSettings;
}

const DEFAULT_THREADS = 4;

/**
 * For frontends under development on this machine: their pages may call the API, sessions may be in cookies, pictures are kept, and stories
 * are written from templates.
 */
export const DEVELOPMENT_DEFAULTS = {
  CORS_ORIGINS: "http://localhost:*,http://127.0.0.1:*",
  SESSION_COOKIES: "true",
  PICTURE_STORE: "folder",
  STORY_WRITER: "template",
};

/** The environment, then .env, then these defaults: the first that sets a variable wins. */
export const environment = (defaults: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...defaults,
  ...readDotEnv(),
  ...process.env,
});

/** @throws ConfigError */
export function readConfig(variables: NodeJS.ProcessEnv = environment()): Config {
  const settings = cleanEnv(
    variables,
    {
      NODE_ENV: str({ choices: ["development", "production", "test"], default: "development" }),
      HOST: str({ default: "0.0.0.0" }),
      PORT: port({ default: 8000 }),
      HEALTH_PORT: port({ default: undefined }),
      METRICS_PORT: port({ default: undefined }),
      LOG_LEVEL: str({ choices: LOG_LEVELS, default: "info" }),
      PLAYGROUND: bool({ default: undefined }),
      INTROSPECTION: bool({ default: undefined }),
      CORS_ORIGINS: origins({ default: [] }),
      SESSION_COOKIES: bool({ default: false }),
      COMPRESSION: bool({ default: true }),
      TRUST_PROXY: proxies({ default: [] }),
      ALLOWED_HOSTS: hosts({ default: [] }),
      OPERATIONS_MANIFEST: str({ default: "" }),
      MAX_ROWS: amount({ default: 50_000 }),
      MAX_ANSWER_BYTES: amount({ default: 6_500_000 }),
      BUDGET_ROWS: amount({ default: 200_000 }),
      BUDGET_ROWS_PER_SECOND: amount({ default: 5_000 }),
      WEB_CONCURRENCY: positiveInteger({ default: 1 }),
      PROCESSES: positiveInteger({ default: undefined }),
      SESSION_DAYS: positiveInteger({ default: 30 }),
      BCRYPT_COST: bcryptCost({ default: 12 }),
      DRAWINGS_PER_ACCOUNT: amount({ default: 10_000 }),
      STORIES_PER_ACCOUNT: amount({ default: 10_000 }),
      UV_THREADPOOL_SIZE: positiveInteger({ default: DEFAULT_THREADS }),
      IMAGE_HOSTS: hostsWithPorts({ default: [] }),
      MAX_CONNECTIONS: amount({ default: 10_000 }),
      MAX_CONNECTIONS_PER_ADDRESS: amount({ default: 2_000 }),
      MAX_REQUESTS_IN_FLIGHT: positiveInteger({ default: 500 }),
      MAX_BYTES_IN_FLIGHT: amount({ default: 64_000_000 }),
      REQUEST_WAIT_MS: milliseconds({ default: 250 }),
      ...pictureSettings,
      ...storySettings,
      PRIVACY_KEY: secret({ default: "" }),
      PUBLIC_URL: serviceUrl({ default: "" }),
      PRIVACY_JOURNAL: str({ default: "" }),
      PRIVACY_DEEP_SEARCH: bool({ default: false }),
      ERASURE_GRACE_DAYS: days({ default: 0 }),
      CONSENT: str({ choices: ["off", "recorded", "required"], default: "recorded" }),
      CONSENT_AGE: positiveInteger({ default: 16 }),
      ADMIN_READ_DAYS: positiveInteger({ default: 365 }),
      PRIVACY_RECEIPTS: str({ default: "" }),
      SMTP_URL: smtpUrl({ default: "" }),
      MAIL_FROM: sender({ default: "" }),
      PASSWORD_RESET_URL: pageUrl({ default: "" }),
      EMAIL_VERIFICATION_URL: pageUrl({ default: "" }),
      PASSWORD_RESET_MINUTES: resetMinutes({ default: 60 }),
      EMAIL_VERIFICATION_HOURS: positiveInteger({ default: 48 }),
      JOIN_READS: str({ choices: JOIN_READS, default: "auto" }),
      ...liveSettings,
      DATABASE_URL: databaseUrl({ default: "" }),
      DATABASE_URL_UNPOOLED: databaseUrl({ default: "" }),
      DATABASE_DIR: str({ default: ".data/pg" }),
      DATABASE_POOL_SIZE: positiveInteger({ default: 10 }),
      STATEMENT_TIMEOUT_MS: timeout({ default: 5000 }),
      LOCK_TIMEOUT_MS: timeout({ default: 2000 }),
      DATABASE_READ_URLS: databaseUrls({ default: [] }),
      REPLICA_MAX_LAG_MS: lag({ default: 5000 }),
      SQL_ECHO: bool({ default: false }),
      SLOW_STATEMENT_MS: milliseconds({ default: 1000 }),
      PREPARED_STATEMENTS: bool({ default: true }),
      ALLOW_EMBEDDED_IN_PRODUCTION: bool({ default: false }),
    },
    { reporter: ({ errors }) => refuse(Object.keys(errors), errors) },
  );
  const isProduction = settings.NODE_ENV === "production";
  const isOpen = settings.OPERATIONS_MANIFEST === "";
  if (isProduction && settings.DATABASE_URL === "" && !settings.ALLOW_EMBEDDED_IN_PRODUCTION)
    refuse(["ALLOW_EMBEDDED_IN_PRODUCTION"]);
  if (isProduction && settings.BCRYPT_COST < MIN_PRODUCTION_COST) refuse(["BCRYPT_COST"]);
  if (isProduction && settings.PRIVACY_JOURNAL !== "" && settings.PRIVACY_KEY === "") refuse(["PRIVACY_KEY"]);
  if (settings.DATABASE_READ_URLS.length > 0 && settings.DATABASE_URL === "") refuse(["DATABASE_READ_URLS"]);
  if (settings.WEB_CONCURRENCY > 1 && settings.DATABASE_URL === "") refuse(["WEB_CONCURRENCY"]);
  if (settings.WEB_CONCURRENCY > (settings.PROCESSES ?? Number.POSITIVE_INFINITY)) refuse(["PROCESSES"]);
  refuse([...missingForPictures(settings, isProduction), ...missingForStories(settings, isProduction)]);
  const pictures = picturesOf(settings);
  const stories = storiesOf(settings);
  const unusedKeys = unusedStoryKeys(variables, stories);
  const hasMail = settings.SMTP_URL !== "";
  if (hasMail)
    refuse((["MAIL_FROM", "PASSWORD_RESET_URL", "EMAIL_VERIFICATION_URL"] as const).filter((name) => settings[name] === ""));
  return {
    isProduction,
    host: settings.HOST,
    port: settings.PORT,
    processes: settings.WEB_CONCURRENCY,
    ...(settings.HEALTH_PORT !== undefined && { healthPort: settings.HEALTH_PORT }),
    ...(settings.METRICS_PORT !== undefined && { metricsPort: settings.METRICS_PORT }),
    logLevel: settings.LOG_LEVEL,
    hasPlayground: isOpen && (settings.PLAYGROUND ?? !isProduction),
    hasIntrospection: isOpen && (settings.INTROSPECTION ?? !isProduction),
    ...(!isOpen && { operationsManifest: settings.OPERATIONS_MANIFEST }),
    corsOrigins: settings.CORS_ORIGINS,
    hasSessionCookies: settings.SESSION_COOKIES,
    isCompressing: settings.COMPRESSION,
    slowStatementMs: settings.SLOW_STATEMENT_MS,
    trustProxy: settings.TRUST_PROXY,
    ...((settings.ALLOWED_HOSTS.length > 0 || settings.NODE_ENV === "development") && {
      allowedHosts: [...settings.ALLOWED_HOSTS, ...(settings.PUBLIC_URL === "" ? [] : [new URL(settings.PUBLIC_URL).hostname])],
    }),
    connections: { most: settings.MAX_CONNECTIONS, mostOfNetwork: settings.MAX_CONNECTIONS_PER_ADDRESS },
    requests: {
      mostWaiting: settings.MAX_REQUESTS_IN_FLIGHT,
      waitMs: settings.REQUEST_WAIT_MS,
      mostBytes: settings.MAX_BYTES_IN_FLIGHT,
      joinReads: settings.JOIN_READS,
      hashes: hashesAtOnce(settings.UV_THREADPOOL_SIZE, settings.WEB_CONCURRENCY),
    },
    live: liveConfig(settings, settings.DATABASE_URL === ""),
    accounts: {
      sessionDays: settings.SESSION_DAYS,
      bcryptCost: settings.BCRYPT_COST,
      drawings: settings.DRAWINGS_PER_ACCOUNT,
      stories: settings.STORIES_PER_ACCOUNT,
      links: {
        pages: {
          ...(settings.PASSWORD_RESET_URL !== "" && { PASSWORD_RESET: settings.PASSWORD_RESET_URL }),
          ...(settings.EMAIL_VERIFICATION_URL !== "" && { EMAIL_VERIFICATION: settings.EMAIL_VERIFICATION_URL }),
        },
        minutes: {
          PASSWORD_RESET: settings.PASSWORD_RESET_MINUTES,
          EMAIL_VERIFICATION: settings.EMAIL_VERIFICATION_HOURS * 60,
        },
      },
    },
    cost: {
      maxRows: settings.MAX_ROWS,
      maxAnswerBytes: settings.MAX_ANSWER_BYTES,
      budgetRows: settings.BUDGET_ROWS,
      budgetRowsPerSecond: settings.BUDGET_ROWS_PER_SECOND,
      processes: settings.PROCESSES ?? settings.WEB_CONCURRENCY,
    },
    imageHosts: settings.IMAGE_HOSTS,
    ...(hasMail && {
      mail: { url: settings.SMTP_URL, from: settings.MAIL_FROM, requiresTls: needsTls(settings.SMTP_URL, isProduction) },
    }),
    privacy: {
      ...(settings.PRIVACY_KEY !== "" && { key: settings.PRIVACY_KEY }),
      ...(!isProduction && { keyFile: join(dirname(settings.DATABASE_DIR), "privacy.key") }),
      ...(settings.PUBLIC_URL !== "" && { publicUrl: settings.PUBLIC_URL }),
      ...(settings.PRIVACY_JOURNAL !== "" && { journal: settings.PRIVACY_JOURNAL }),
      isSearchDeep: settings.PRIVACY_DEEP_SEARCH,
      graceDays: settings.ERASURE_GRACE_DAYS,
      consent: {
        isRecorded: settings.CONSENT !== "off",
        ...(settings.CONSENT === "required" && { requiredUnderAge: settings.CONSENT_AGE }),
      },
      adminReadDays: settings.ADMIN_READ_DAYS,
      ...(settings.PRIVACY_RECEIPTS !== "" && { receipts: settings.PRIVACY_RECEIPTS }),
    },
    ...(pictures && { pictures }),
    ...(stories && { stories }),
    ...(unusedKeys.length > 0 && { unusedKeys }),
    database: {
      ...(settings.DATABASE_URL !== "" && { url: settings.DATABASE_URL }),
      ...(settings.DATABASE_URL_UNPOOLED !== "" && { unpooledUrl: settings.DATABASE_URL_UNPOOLED }),
      directory: settings.DATABASE_DIR,
      poolSize: settings.DATABASE_POOL_SIZE,
      ...(settings.DATABASE_READ_URLS.length > 0 && {
        replicas: { urls: settings.DATABASE_READ_URLS, maxLagMs: settings.REPLICA_MAX_LAG_MS },
      }),
      timeouts: { statementMs: settings.STATEMENT_TIMEOUT_MS, lockMs: settings.LOCK_TIMEOUT_MS },
      isSqlEchoed: settings.SQL_ECHO,
      isPreparing: settings.PREPARED_STATEMENTS,
    },
  };
}

/** Half of a process's threads, and its part of half of the processors. */
const hashesAtOnce = (threads: number, processes: number): number =>
  Math.max(1, Math.floor(Math.min(threads, availableParallelism() / processes) / 2));

function refuse(names: readonly string[], errors: Readonly<Record<string, unknown>> = {}): void {
  const problems = names.map((name) => {
    const error = errors[name];
    return `  ${name} ${error instanceof SettingError ? error.message : (expectations[name] ?? "is true or false")}`;
  });
  if (problems.length > 0)
    throw new ConfigError(`These settings cannot be used; .env.example explains each:\n${problems.join("\n")}`);
}
