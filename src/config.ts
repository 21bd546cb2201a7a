import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { cleanEnv } from "envalid";
import type { ApiSettings } from "#engine";
import { ConfigError, SettingError } from "#engine/database";
import type { OperatorsSettings } from "#operations";
import type { AccountsConfig } from "./config/AccountsConfig.js";
import { expectations, type LOG_LEVELS, MIN_PRODUCTION_COST } from "./config/expectations.js";
import { liveConfig } from "./config/liveSettings.js";
import type { MailConfig } from "./config/MailConfig.js";
import { needsTls } from "./config/needsTls.js";
import type { PicturesConfig } from "./config/PicturesConfig.js";
import type { PrivacyConfig } from "./config/PrivacyConfig.js";
import { missingForPictures, picturesOf } from "./config/pictureSettings.js";
import { readDotEnv } from "./config/readDotEnv.js";
import type { StoriesConfig } from "./config/StoriesConfig.js";
import { SETTINGS } from "./config/settings.js";
import { missingForStories, storiesOf, unusedStoryKeys } from "./config/storySettings.js";

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
  const settings = cleanEnv(variables, SETTINGS, { reporter: ({ errors }) => refuse(Object.keys(errors), errors) });
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
