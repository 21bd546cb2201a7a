import { flag, hosts, oneOf, origins, port, proxies, text, wholeNumber } from "./kinds.js";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const listeningSettings = {
  HOST: text({
    default: "0.0.0.0",
    says: "Where to listen. npm run demo listens on 127.0.0.1 unless HOST says otherwise.",
  }),
  PORT: port({ default: 8_000, says: "0 takes any free port." }),
  WEB_CONCURRENCY: wholeNumber({
    default: 1,
    mayBe: "is a whole number from 1 to 9999, and 1 without DATABASE_URL: the embedded database is that of one process",
    says: `How many processes listen on PORT on this machine: one for each core that PostgreSQL can feed, each with a pool of its
      own. One that ends is started again. The embedded database is that of one.`,
  }),
  HEALTH_PORT: port({
    default: undefined,
    example: "8001",
    says: `A port where /healthz is answered besides, from a thread of its own: within 100 ms whatever the load is. Without it,
      PORT alone answers.`,
  }),
  METRICS_PORT: port({
    default: undefined,
    example: "9464",
    says: `A port where Prometheus reads /metrics. Keep it from the public: it says what is asked, and how often. Without it
      nothing is measured.`,
  }),
  LOG_LEVEL: oneOf(LOG_LEVELS, {
    default: "info",
    mayBe: `is one of ${LOG_LEVELS.join(", ")}`,
    says: "fatal, error, warn, info, debug, trace or silent",
  }),
};

export const clientSettings = {
  NODE_ENV: oneOf(["development", "production", "test"], {
    default: "development",
    says: "development, production or test",
  }),
  PLAYGROUND: flag({
    default: undefined,
    example: "true",
    says: `Whether browsers get the playground and clients may ask for the schema. Both are on except with NODE_ENV=production. The
      playground asks for the schema, so PLAYGROUND=true turns both on, unless INTROSPECTION says no.`,
  }),
  INTROSPECTION: flag({ default: undefined, example: "true" }),
  CORS_ORIGINS: origins({
    default: [],
    example: "https://app.example.org",
    says: `The origins whose web pages may call the API, with commas between them; http://localhost:* is any port of it. npm run
      dev and npm run demo let http://localhost:* and http://127.0.0.1:* in.`,
  }),
  SESSION_COOKIES: flag({
    default: false,
    says: `Whether a client may have its session in a cookie that scripts cannot read, by the header novadraw-session: cookie. npm
      run dev and npm run demo turn it on.`,
  }),
  COMPRESSION: flag({
    default: true,
    says: `Whether answers above 1 KB are compressed, by brotli or gzip, for clients that accept it. Turn it off where a proxy does
      it.`,
  }),
  TRUST_PROXY: proxies({
    default: [],
    example: "10.0.0.0/8,loopback",
    says: `The proxies whose X-Forwarded-For is believed: their addresses, networks and names (loopback, linklocal, uniquelocal)
      with commas between them. Without it the address of the connection counts, which behind a proxy is the proxy's.`,
  }),
  ALLOWED_HOSTS: hosts({
    default: [],
    example: "api.example.org",
    says: `The names that the service is known by, with commas between them, besides that of PUBLIC_URL; a request to another name
      is refused. Addresses and names of the local network (localhost, laptop, laptop.local) always are. Without it any name is
      taken in production, and no other one in development.`,
  }),
};
