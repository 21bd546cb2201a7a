/** Writes one line: a text, or values with a text. Neither holds what a client has sent. */
interface WriteLine {
  (line: string): void;
  (values: object, line?: string): void;
}

/** Where the lines of a service go; pino's loggers fit. */
export interface ServiceLog {
  /** The least that is written, as "info". */
  readonly level: string;
  readonly info: WriteLine;
  readonly warn: WriteLine;
  readonly error: WriteLine;
  readonly fatal: WriteLine;
  /** What the HTTP server says of itself; absent where that is not written. */
  readonly debug?: WriteLine;
  readonly trace?: WriteLine;
}

/** A log that nobody reads. */
export const silentLog: ServiceLog = {
  level: "silent",
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};
