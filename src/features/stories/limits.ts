export const MAX_TITLE = 200;
export const MAX_STORY_TEXT = 20_000;
export const MAX_GENERATION_TIME_MS = 2_147_483_647;
