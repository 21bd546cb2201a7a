import { type ClientError, conflict } from "../../../packages/engine/src/errors.js";

export const emailIsTaken = (): ClientError =>
  conflict("There is an account with this email already. Sign in, or use another address.");
