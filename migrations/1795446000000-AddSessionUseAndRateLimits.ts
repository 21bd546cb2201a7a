import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddSessionUseAndRateLimits1795446000000 implements MigrationInterface {
  readonly name = "AddSessionUseAndRateLimits1795446000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions
      ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
      ADD COLUMN user_agent varchar(255)`);
    await runner.query(`CREATE TABLE rate_limits (
      key varchar(255) NOT NULL,
      points integer NOT NULL DEFAULT 0,
      expire bigint,
      CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
    )`);
    await runner.query(`CREATE INDEX ix_rate_limits_expire ON rate_limits (expire)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE rate_limits");
    await runner.query("ALTER TABLE sessions DROP COLUMN user_agent, DROP COLUMN last_used_at");
  }
}
