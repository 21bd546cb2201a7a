/** The SQLSTATE codes that the service knows, by the names that PostgreSQL gives them (appendix A of its manual). */
export const sqlStates = {
  protocolViolation: "08P01",
  stringDataRightTruncation: "22001",
  notNullViolation: "23502",
  foreignKeyViolation: "23503",
  uniqueViolation: "23505",
  checkViolation: "23514",
  invalidAuthorization: "28000",
  invalidPassword: "28P01",
  invalidCatalogName: "3D000",
  serializationFailure: "40001",
  deadlockDetected: "40P01",
  insufficientPrivilege: "42501",
  undefinedTable: "42P01",
  tooManyConnections: "53300",
  lockNotAvailable: "55P03",
  queryCanceled: "57014",
} as const;
