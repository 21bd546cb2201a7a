/** The writer cannot be asked just now. That is no failed try: it is asked again after so many seconds. */
export class WriterDeferred extends Error {
  constructor(readonly seconds: number) {
    super("The writer cannot be asked just now");
  }
}
