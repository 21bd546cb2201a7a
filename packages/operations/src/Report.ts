/** What an operator's command found or did: lines to read, and the same for programs. */
export interface Report {
  /** Whether the command may end with exit code 0. */
  readonly isGood: boolean;
  readonly lines: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
}

/** Reports what long work is doing. */
export type Progress = (line: string) => void;
