export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const JOIN_READS = ["auto", "always", "never"] as const;

/** With a lower cost, a stolen table of hashes can be cracked too fast. */
export const MIN_PRODUCTION_COST = 10;

const POSTGRES_URL =
  "is a URL as postgresql://user:password@host/database?sslmode=require; encode special characters in the password";

const AMOUNT = "is a whole number from 1 to 999999999";
const PORT_NUMBER = "is a port number from 1 to 65535, or 0 for any free one";

/** The valid values of each setting, for the message about an invalid one. */
export const expectations: Readonly<Record<string, string>> = {
  NODE_ENV: "is development, production or test",
  PORT: PORT_NUMBER,
  HEALTH_PORT: PORT_NUMBER,
  METRICS_PORT: PORT_NUMBER,
  LOG_LEVEL: `is one of ${LOG_LEVELS.join(", ")}`,
  CORS_ORIGINS:
    "is a list of origins with commas between them, as https://app.example.org,http://localhost:*; * stands for any port of localhost, 127.0.0.1 or [::1]",
  DATABASE_URL: POSTGRES_URL,
  DATABASE_URL_UNPOOLED: POSTGRES_URL,
  DATABASE_READ_URLS:
    "is a list of URLs as that of DATABASE_URL, which it needs, with commas between them; encode a comma within one as %2C",
  REPLICA_MAX_LAG_MS: "is a whole number of milliseconds from 5000 to 999999, or 0",
  TRUST_PROXY:
    "is a list of addresses, networks (10.0.0.0/8) and names (loopback, linklocal, uniquelocal) with commas between them",
  SESSION_DAYS: "is a whole number of days from 1 to 9999",
  BCRYPT_COST: `is a whole number from 4 to 16, and at least ${MIN_PRODUCTION_COST} with NODE_ENV=production`,
  DRAWINGS_PER_ACCOUNT: AMOUNT,
  STORIES_PER_ACCOUNT: AMOUNT,
  UV_THREADPOOL_SIZE: "is a whole number of threads from 1 to 9999",
  MAX_CONNECTIONS: AMOUNT,
  MAX_CONNECTIONS_PER_ADDRESS: AMOUNT,
  MAX_ROWS: AMOUNT,
  MAX_ANSWER_BYTES: AMOUNT,
  BUDGET_ROWS: AMOUNT,
  BUDGET_ROWS_PER_SECOND: AMOUNT,
  PROCESSES: "is a whole number from 1 to 9999, of all machines together, so at least WEB_CONCURRENCY",
  WEB_CONCURRENCY: "is a whole number from 1 to 9999, and 1 without DATABASE_URL: the embedded database is that of one process",
  IMAGE_HOSTS: "is a list of host names with commas between them, as images.example.org, with a port where it is not 443",
  ALLOWED_HOSTS: "is a list of host names with commas between them, as images.example.org",
  PRIVACY_KEY:
    "is a secret of at least 32 characters, as openssl rand -base64 32 prints; with NODE_ENV=production, PRIVACY_JOURNAL needs it",
  PUBLIC_URL:
    "is the address of this service without a path, as https://api.example.org; with NODE_ENV=production, PICTURE_STORE needs it",
  PICTURE_STORE: "is off, folder or s3",
  PICTURE_DIR: "is the folder of the pictures, on a disk that lasts; with NODE_ENV=production, PICTURE_STORE=folder needs it",
  S3_ENDPOINT:
    "is the address of the bucket's region without the bucket, as https://s3.eu-central-1.amazonaws.com; PICTURE_STORE=s3 needs it, and with NODE_ENV=production https",
  S3_BUCKET: "is the name of a private bucket; PICTURE_STORE=s3 needs it",
  S3_REGION: "is the region of the bucket, as eu-central-1, or auto where there is none; PICTURE_STORE=s3 needs it",
  S3_ACCESS_KEY_ID: "is the name of a key for the bucket, without blanks; PICTURE_STORE=s3 needs it",
  S3_SECRET_ACCESS_KEY: "is the secret of S3_ACCESS_KEY_ID, without blanks; PICTURE_STORE=s3 needs it",
  PICTURES_PER_ACCOUNT: AMOUNT,
  STORY_WRITER: "is off, template or openai",
  STORIES_PER_DAY: AMOUNT,
  STORY_CONCURRENCY: "is a whole number from 1 to 9999",
  OPENAI_API_KEY: "is the key of the provider's API; STORY_WRITER=openai needs it",
  OPENAI_BASE_URL:
    "is the address of the provider's API, as https://api.openai.com/v1, without credentials and options; outside of production also http on a loopback host",
  STORY_MODEL: "is the name of one of the provider's models that reads pictures; STORY_WRITER=openai needs it",
  STORY_TOKENS_PER_MONTH:
    "is a whole number of tokens from 6000 to 999999999, which all stories of a month may use; STORY_WRITER=openai needs it",
  AI_ZERO_RETENTION:
    "has to be confirmed with STORY_WRITER=openai: that the provider has agreed in writing to keep nothing of what is sent",
  AI_UNDER_18:
    "has to be confirmed with STORY_WRITER=openai: that the provider's guidance for users under 18 was read and is followed",
  CONSENT: "is off, recorded or required; with STORY_WRITER=openai it has to be required",
  CONSENT_AGE: "is a whole number of years from 1",
  ADMIN_READ_DAYS: "is a whole number of days from 1 to 9999",
  ERASURE_GRACE_DAYS: "is a whole number of days from 0 to 9999",
  SMTP_URL:
    "is the address of a mail server, as smtp://user:password@host:587 or smtps://host; encode special characters in the password",
  MAIL_FROM: "is the sender of mails, as NovaDraw <no-reply@example.org>; SMTP_URL needs it",
  PASSWORD_RESET_URL:
    "is the page of your app that takes a new password, as https://app.example.org/reset#{token} (in .env in single quotes, because of the #); SMTP_URL needs it",
  EMAIL_VERIFICATION_URL:
    "is the page of your app that verifies an email, as https://app.example.org/verify#{token} (in .env in single quotes, because of the #); SMTP_URL needs it",
  PASSWORD_RESET_MINUTES:
    "is a whole number of minutes from 15 to 9999; three mails in 15 minutes are the most, so the last link has to outlast them",
  EMAIL_VERIFICATION_HOURS: "is a whole number of hours from 1 to 9999",
  MAX_REQUESTS_IN_FLIGHT: "is a whole number from 1 to 9999",
  MAX_BYTES_IN_FLIGHT: AMOUNT,
  REQUEST_WAIT_MS: "is a whole number of milliseconds, or 0",
  JOIN_READS: `is one of ${JOIN_READS.join(", ")}`,
  LIVE_INTERVAL_MS: "is a whole number of milliseconds from 250 to 60000",
  LIVE_STREAMS: AMOUNT,
  LIVE_STREAMS_PER_VIEWER: "is a whole number from 1 to 9999",
  LIVE_MAX_MINUTES: "is a whole number of minutes from 1 to 9999",
  LIVE_SLEEP_AFTER_S: "is a whole number of seconds up to 99999, or 0",
  LIVE_WAKE_EVERY_S: "is a whole number of seconds up to 99999, or 0",
  SLOW_STATEMENT_MS: "is a whole number of milliseconds, or 0",
  STATEMENT_TIMEOUT_MS: "is a whole number of milliseconds from 100 to 600000",
  LOCK_TIMEOUT_MS: "is a whole number of milliseconds from 100 to 600000",
  DATABASE_POOL_SIZE: "is a whole number from 1 to 9999",
  ALLOW_EMBEDDED_IN_PRODUCTION:
    "has to be 1 to run the embedded database with NODE_ENV=production; better set DATABASE_URL, since the embedded one is for first steps and tests",
};
