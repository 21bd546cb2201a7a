/** The fields of PostgreSQL's error without its text, which may quote rows. */
interface DatabaseError {
  readonly code?: string;
  readonly severity?: string;
  /** The function of PostgreSQL's source that has told it. */
  readonly routine?: string;
  readonly constraint?: string;
  readonly column?: string;
}

/** The error as pg reported it, whether TypeORM wraps it or not. */
export function databaseErrorOf(error: unknown): DatabaseError {
  if (typeof error !== "object" || error === null) return {};
  return "driverError" in error ? (error.driverError as DatabaseError) : (error as DatabaseError);
}
