import { type ClientError, conflict } from "#engine/features";

export const emailIsTaken = (): ClientError =>
  conflict("There is an account with this email already. Sign in, or use another address.");
