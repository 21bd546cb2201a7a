export const MAX_NAME = 100;
export const MAX_TEXT = 20_000;
export const MAX_STEPS = 100;
