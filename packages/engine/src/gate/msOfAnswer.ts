const CHARACTERS_A_MS = 50_000;

/** So many milliseconds of a statement an answer weighs: this process reads it and passes it on, and the client receives it. */
export const msOfAnswer = (characters: number): number => characters / CHARACTERS_A_MS;
