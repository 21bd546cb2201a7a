export const MAX_NAME = 50;
