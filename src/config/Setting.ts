/** A setting of the environment: what it may be, its default, and what `.env.example` says of it. */
export interface Setting<T> extends Entry<T> {
  /** @throws SettingError or any other error for what it may not be. */
  readonly read: (given: string) => T;
  /** What it may be, for the message about a wrong value: "is …" or "has …". */
  readonly mayBe: string;
}

export interface Entry<T> {
  readonly default: T;
  /** Its text in `.env.example`. Absent where the setting before it says both. */
  readonly says?: string;
  /** Its value in `.env.example`, where that is not the default. */
  readonly example?: string;
  /** What it may be, where that is not what all settings of its kind may be. */
  readonly mayBe?: string;
}

/** What is read of these settings. */
export type Values<S> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };
