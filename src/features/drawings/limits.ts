export const MAX_EDITED_IMAGES = 50;
