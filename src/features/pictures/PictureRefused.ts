/** What was sent cannot be read as a picture, or would take too much to read. It does not say why: only an attacker could use that. */
export class PictureRefused extends Error {}
