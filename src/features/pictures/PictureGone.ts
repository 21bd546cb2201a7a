/** The picture's row or its file is not there any more. */
export class PictureGone extends Error {}
