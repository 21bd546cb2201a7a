import { adminReadOf } from "../answering/adminReadOf.js";
import type { KnownViewers } from "../answering/KnownViewers.js";
import type { TokenListener } from "../answering/Reader.js";
import type { Model } from "../compiler/Model.js";
import type { ServiceLog } from "../ServiceLog.js";
import type { Features } from "./Features.js";

/** What is done with a token that was good. */
export function tokenListener(
  { noteUse, noteAdminRead }: Features,
  model: Model,
  viewers: KnownViewers,
  log: ServiceLog,
): TokenListener {
  return {
    // The read itself has succeeded; the next one notes it.
    onUseDue: async (tokenHash, deadline) =>
      noteUse?.(tokenHash, deadline).catch(() => log.warn("The use of a session could not be noted")),
    onAdminRead: async (viewerId, asked, operation) => {
      const read = noteAdminRead && adminReadOf(model, asked);
      if (read) await noteAdminRead({ ...read, viewerId, operation });
    },
    onToken: (tokenHash, id, seesAll) => viewers.note(tokenHash, { id, seesAll }),
  };
}
