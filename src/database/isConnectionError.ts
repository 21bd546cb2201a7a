/** SQLSTATE classes and codes of a connection that is gone or was refused: 08, 53300, 57P01 to 57P05 (PostgreSQL, appendix A). */
const SQLSTATE = /^(08\w{3}|53300|57P0[1-5])$/;
const SOCKET = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** pg gives these errors no code. */
const MESSAGE =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed|not queryable/;

/** Whether the database could not be asked, as opposed to having answered with an error. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if (error instanceof AggregateError && error.errors.some(isConnectionError)) return true;
  return SQLSTATE.test(code) || SOCKET.has(code) || MESSAGE.test(error.message);
}
