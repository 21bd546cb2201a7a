import type { ApiSettings } from "#engine";
import { ConfigError, SettingError } from "#engine/database";
import { MIN_PRODUCTION_COST } from "./config/accountSettings.js";
import { databaseOf } from "./config/databaseSettings.js";
import { costOf, requestsOf } from "./config/limitSettings.js";
import { liveOf } from "./config/liveSettings.js";
import { linksOf, mailOf, missingForMail } from "./config/mailSettings.js";
import { missingForPictures, picturesOf } from "./config/pictureSettings.js";
import { privacyOf } from "./config/privacySettings.js";
import { readDotEnv } from "./config/readDotEnv.js";
import type { Setting, Values } from "./config/Setting.js";
import { SETTINGS } from "./config/settings.js";
import { missingForStories, storiesOf, unusedStoryKeys } from "./config/storySettings.js";

type Given = Values<typeof SETTINGS>;

/** The settings of a process, as .env.example explains them. What is off is absent. */
export type Config = ReturnType<typeof configOf>;

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
  const given = readSettings(variables);
  refuse(unfit(given));
  return configOf(given, unusedStoryKeys(variables, given.STORY_WRITER));
}

/** @throws ConfigError that names all that are wrong. */
function readSettings(variables: NodeJS.ProcessEnv): Given {
  const values: Record<string, unknown> = {};
  const errors: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const variable = variables[name];
    try {
      values[name] = variable === undefined ? setting.default : setting.read(variable);
    } catch (error) {
      errors[name] = error;
    }
  }
  refuse(Object.keys(errors), errors);
  return values as Given;
}

/** The settings that do not fit the others. */
function unfit(given: Given): readonly string[] {
  const isProduction = given.NODE_ENV === "production";
  const isEmbedded = given.DATABASE_URL === "";
  const rules: Readonly<Record<string, boolean>> = {
    ALLOW_EMBEDDED_IN_PRODUCTION: isProduction && isEmbedded && !given.ALLOW_EMBEDDED_IN_PRODUCTION,
    BCRYPT_COST: isProduction && given.BCRYPT_COST < MIN_PRODUCTION_COST,
    PRIVACY_KEY: isProduction && given.PRIVACY_JOURNAL !== "" && given.PRIVACY_KEY === "",
    DATABASE_READ_URLS: given.DATABASE_READ_URLS.length > 0 && isEmbedded,
    WEB_CONCURRENCY: given.WEB_CONCURRENCY > 1 && isEmbedded,
    PROCESSES: given.WEB_CONCURRENCY > (given.PROCESSES ?? Number.POSITIVE_INFINITY),
  };
  return [
    ...Object.keys(rules).filter((name) => rules[name]),
    ...missingForPictures(given, isProduction),
    ...missingForStories(given, isProduction),
    ...missingForMail(given),
  ];
}

function configOf(given: Given, unusedKeys: readonly string[]) {
  const isProduction = given.NODE_ENV === "production";
  const isOpen = given.OPERATIONS_MANIFEST === "";
  const hasPlayground = isOpen && (given.PLAYGROUND ?? !isProduction);
  const mail = mailOf(given, isProduction);
  const pictures = picturesOf(given);
  const stories = storiesOf(given);
  return {
    isProduction,
    host: given.HOST,
    port: given.PORT,
    processes: given.WEB_CONCURRENCY,
    ...(given.HEALTH_PORT !== undefined && { healthPort: given.HEALTH_PORT }),
    ...(given.METRICS_PORT !== undefined && { metricsPort: given.METRICS_PORT }),
    logLevel: given.LOG_LEVEL,
    hasPlayground,
    hasIntrospection: isOpen && (given.INTROSPECTION ?? (hasPlayground || !isProduction)),
    ...(!isOpen && { operationsManifest: given.OPERATIONS_MANIFEST }),
    corsOrigins: given.CORS_ORIGINS,
    hasSessionCookies: given.SESSION_COOKIES,
    isCompressing: given.COMPRESSION,
    slowStatementMs: given.SLOW_STATEMENT_MS,
    trustProxy: given.TRUST_PROXY,
    ...((given.ALLOWED_HOSTS.length > 0 || given.NODE_ENV === "development") && {
      allowedHosts: [...given.ALLOWED_HOSTS, ...(given.PUBLIC_URL === "" ? [] : [new URL(given.PUBLIC_URL).hostname])],
    }),
    connections: { most: given.MAX_CONNECTIONS, mostOfNetwork: given.MAX_CONNECTIONS_PER_ADDRESS },
    requests: requestsOf(given, given.UV_THREADPOOL_SIZE, given.WEB_CONCURRENCY),
    live: liveOf(given, given.DATABASE_URL === ""),
    accounts: {
      sessionDays: given.SESSION_DAYS,
      bcryptCost: given.BCRYPT_COST,
      drawings: given.DRAWINGS_PER_ACCOUNT,
      stories: given.STORIES_PER_ACCOUNT,
      links: linksOf(given),
    },
    cost: costOf(given, given.WEB_CONCURRENCY),
    imageHosts: given.IMAGE_HOSTS,
    ...(mail && { mail }),
    privacy: privacyOf(given, isProduction),
    ...(pictures && { pictures }),
    ...(stories && { stories }),
    ...(unusedKeys.length > 0 && { unusedKeys }),
    database: databaseOf(given),
  } satisfies ApiSettings & Record<string, unknown>;
}

function refuse(names: readonly string[], errors: Readonly<Record<string, unknown>> = {}): void {
  const settings: Readonly<Record<string, Setting<unknown>>> = SETTINGS;
  const problems = names.map((name) => {
    const error = errors[name];
    return `  ${name} ${error instanceof SettingError ? error.message : settings[name]?.mayBe}`;
  });
  if (problems.length > 0)
    throw new ConfigError(`These settings cannot be used; .env.example explains each:\n${problems.join("\n")}`);
}
