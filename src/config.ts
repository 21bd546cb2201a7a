import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import { bool, cleanEnv, makeValidator, str } from "envalid";

/** The settings of a process. Their defaults and meanings are in .env.example. */
export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly hasPlayground: boolean;
  readonly hasIntrospection: boolean;
  /** The origins whose pages may call the API; all others may not. */
  readonly corsOrigins: readonly string[];
  /** Statements that take longer are logged; 0 logs none. */
  readonly slowStatementMs: number;
  readonly database: DatabaseConfig;
}

export interface DatabaseConfig {
  /** As it was given, with its password; absent for the embedded server. */
  readonly url?: string;
  /** The folder of the embedded server. */
  readonly directory: string;
  readonly poolSize: number;
  readonly isSqlEchoed: boolean;
  /** Whether statements are named, so that PostgreSQL prepares each once a connection. */
  readonly isPreparing: boolean;
}

/** Settings that cannot be used. The message lists every one, without what was given: it may be a secret. */
export class ConfigError extends Error {}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const databaseUrl = makeValidator((given) => {
  if (given !== "" && !(/^postgres(ql)?(\+\w+)?:\/\//.test(given) && URL.canParse(given) && new URL(given).hostname !== ""))
    throw new Error("");
  return given;
});

const origins = makeValidator((given) => {
  const list = given
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
  if (!list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)) throw new Error("");
  return list;
});

const port = makeValidator((given) => {
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535) throw new Error("");
  return Number(given);
});

const milliseconds = makeValidator((given) => {
  if (!/^\d{1,7}$/.test(given)) throw new Error("");
  return Number(given);
});

const positiveInteger = makeValidator((given) => {
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new Error("");
  return Number(given);
});

/** The environment, .env for what it does not set, and these defaults for what neither sets. */
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
      LOG_LEVEL: str({ choices: LOG_LEVELS, default: "info" }),
      PLAYGROUND: bool({ default: undefined }),
      INTROSPECTION: bool({ default: undefined }),
      CORS_ORIGINS: origins({ default: [] }),
      DATABASE_URL: databaseUrl({ default: "" }),
      DATABASE_DIR: str({ default: ".data/pg" }),
      DATABASE_POOL_SIZE: positiveInteger({ default: 10 }),
      SQL_ECHO: bool({ default: false }),
      SLOW_STATEMENT_MS: milliseconds({ default: 1000 }),
      PREPARED_STATEMENTS: bool({ default: true }),
      ALLOW_EMBEDDED_IN_PRODUCTION: bool({ default: false }),
    },
    { reporter: ({ errors }) => refuse(Object.keys(errors)) },
  );
  const isProduction = settings.NODE_ENV === "production";
  if (isProduction && settings.DATABASE_URL === "" && !settings.ALLOW_EMBEDDED_IN_PRODUCTION)
    refuse(["ALLOW_EMBEDDED_IN_PRODUCTION"]);
  return {
    isProduction,
    host: settings.HOST,
    port: settings.PORT,
    logLevel: settings.LOG_LEVEL,
    hasPlayground: settings.PLAYGROUND ?? !isProduction,
    hasIntrospection: settings.INTROSPECTION ?? !isProduction,
    corsOrigins: settings.CORS_ORIGINS,
    slowStatementMs: settings.SLOW_STATEMENT_MS,
    database: {
      ...(settings.DATABASE_URL !== "" && { url: settings.DATABASE_URL }),
      directory: settings.DATABASE_DIR,
      poolSize: settings.DATABASE_POOL_SIZE,
      isSqlEchoed: settings.SQL_ECHO,
      isPreparing: settings.PREPARED_STATEMENTS,
    },
  };
}

const EXPECTED: Record<string, string> = {
  NODE_ENV: "is development, production or test",
  PORT: "is a port number from 1 to 65535, or 0 for any free one",
  LOG_LEVEL: `is one of ${LOG_LEVELS.join(", ")}`,
  CORS_ORIGINS: "is a list of origins with commas between them, as https://app.example.org,http://localhost:3000",
  DATABASE_URL:
    "is a URL as postgresql://user:password@host/database?sslmode=require; encode special characters in the password",
  SLOW_STATEMENT_MS: "is a whole number of milliseconds, or 0",
  DATABASE_POOL_SIZE: "is a whole number from 1 to 9999",
  ALLOW_EMBEDDED_IN_PRODUCTION:
    "has to be 1 to run the embedded database with NODE_ENV=production; better set DATABASE_URL, since the embedded one is for first steps and tests",
};

function refuse(names: readonly string[]): void {
  const problems = names.map((name) => `  ${name} ${EXPECTED[name] ?? "is true or false"}`);
  if (problems.length > 0)
    throw new ConfigError(`These settings cannot be used; .env.example explains each:\n${problems.join("\n")}`);
}

function readDotEnv(): Record<string, string> {
  try {
    return parse(readFileSync(".env"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
