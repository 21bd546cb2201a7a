/** What was sent cannot be read as a picture, or would take too much to read. Why is not said: it is of no use to anybody who means well. */
export class PictureRefused extends Error {}
