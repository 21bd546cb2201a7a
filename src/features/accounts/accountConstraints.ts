import { emailIsTaken } from "./emailIsTaken.js";

/** What the constraints of accounts are about: the field of the input that each refuses, or the error that it stands for. */
export const accountConstraints = { users_email_lower_case: "email", ix_users_email: emailIsTaken };
