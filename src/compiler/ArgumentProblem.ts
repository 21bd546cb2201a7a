/** Why an argument or a variable cannot be used: where it stands, a code for programs, a sentence for people. Never the value. */
export interface ArgumentProblem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}
