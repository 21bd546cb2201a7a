import { ClientError } from "#engine/features";
import { ErrorCode } from "../codes.js";

/** An account has all that it may have of something. */
export const limitReached = (what: string, most: number): ClientError =>
  new ClientError(ErrorCode.LIMIT_REACHED, `An account has at most ${most} ${what}, and this one has them. Delete one first.`);
