/** Pictures cannot be read or stored at the moment, whatever is sent. */
export class PicturesUnavailable extends Error {}
