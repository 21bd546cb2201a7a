import { ClientError } from "#engine/features";
import { ErrorCode } from "../codes.js";

/** An account has as many rows of a kind as it may have. */
export const limitReached = (what: string, most: number): ClientError =>
  new ClientError(ErrorCode.LIMIT_REACHED, `An account has at most ${most} ${what}, and this one has them. Delete one first.`);
