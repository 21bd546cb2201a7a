import { Arg } from "type-graphql";
import { DateTime } from "../scalars/DateTime.js";

/** The argument of updates that must not overwrite another client's change. */
export const IfUpdatedAt = (): ReturnType<typeof Arg> =>
  Arg("ifUpdatedAt", () => DateTime, {
    nullable: true,
    description:
      "The updatedAt that the client has read. When the row has changed since, the answer is CONFLICT with the current updatedAt.",
  });
