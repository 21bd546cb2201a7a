/** The store of the pictures did not do what it was asked for. Its code says why, and names no picture, address or key. */
export class StoreFailed extends Error {
  constructor(readonly code: string) {
    super(`The store of the pictures failed with ${code}`);
  }
}
