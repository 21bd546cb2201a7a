import { emailIsTaken } from "./emailIsTaken.js";

/** The meaning of the constraints of accounts: the field of the input that each refuses, or its error. */
export const accountConstraints = { users_email_lower_case: "email", ix_users_email: emailIsTaken };
