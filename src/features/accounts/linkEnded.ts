import { badInput, type ClientError } from "#engine/features";
import { FieldCode } from "../../codes.js";

/** The same for a token that is spent, has ended, was replaced by a newer one, or never existed. */
export const linkEnded = (path: readonly string[]): ClientError =>
  badInput([
    {
      path,
      code: FieldCode.LINK_ENDED,
      message: "This link has been used, has ended, or a newer one was sent. Use the newest, or ask for another.",
    },
  ]);
