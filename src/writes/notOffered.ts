import { ClientError } from "#engine/features";
import { ErrorCode } from "../codes.js";

/** @param what the operator may switch on, in the plural. */
export const notOffered = (what: string) =>
  new ClientError(ErrorCode.NOT_OFFERED, `This service offers no ${what}: its operator has not switched them on.`);
