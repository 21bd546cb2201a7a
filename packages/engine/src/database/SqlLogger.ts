import type { Logger } from "typeorm";

/** Where a logger's lines go; pino's and console's methods fit. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
}

/** A log without readers: commands print their own messages. */
export const quietLog: Log = { info: () => undefined, warn: () => undefined };

/** Logs what TypeORM does, without parameters and without the driver's messages, which quote rows. */
export class SqlLogger implements Logger {
  constructor(
    private readonly output: Log,
    private readonly isEchoed: boolean,
  ) {}

  logQuery(query: string): void {
    if (this.isEchoed) this.output.info(`SQL ${query}`);
  }

  logQueryError(error: string | (Error & { code?: string }), query: string): void {
    const code = typeof error === "string" ? "" : (error.code ?? "");
    if (this.isEchoed) this.output.warn(`SQL failed with ${code || "an error"}: ${query}`);
  }

  logQuerySlow(time: number, query: string): void {
    this.output.warn(`SQL took ${time} ms: ${query}`);
  }

  logSchemaBuild(message: string): void {
    this.output.info(message);
  }

  logMigration(message: string): void {
    this.output.info(message);
  }

  /** TypeORM's warnings hold the driver's text, which may quote rows. The pool's own error handler reports them instead. */
  log(): void {}
}
