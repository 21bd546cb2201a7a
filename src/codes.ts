import * as engine from "#engine/features";

/** The codes that clients find in extensions.code of an error: the engine's, and the product's own. */
export const ErrorCode = {
  ...engine.ErrorCode,
  WRONG_CREDENTIALS: "WRONG_CREDENTIALS",
  LIMIT_REACHED: "LIMIT_REACHED",
  CONSENT_REQUIRED: "CONSENT_REQUIRED",
  NOT_OFFERED: "NOT_OFFERED",
} as const;

/** What is wrong with one field: the codes that clients find in extensions.fields. */
export const FieldCode = {
  ...engine.FieldCode,
  INVALID_EMAIL: "INVALID_EMAIL",
  COMMON_PASSWORD: "COMMON_PASSWORD",
  PASSWORD_IS_EMAIL: "PASSWORD_IS_EMAIL",
  WRONG_PASSWORD: "WRONG_PASSWORD",
  WRONG_EMAIL: "WRONG_EMAIL",
  LINK_ENDED: "LINK_ENDED",
  NOT_UPLOADED: "NOT_UPLOADED",
  NO_PICTURE: "NO_PICTURE",
} as const;
