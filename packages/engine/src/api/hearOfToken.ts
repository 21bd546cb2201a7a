import type { FastifyBaseLogger } from "fastify";
import type { KnownViewers } from "../answering/KnownViewers.js";
import type { HearOfToken } from "../answering/Reader.js";
import { readOfOthers } from "../answering/readOfOthers.js";
import type { Model } from "../compiler/Model.js";
import type { Features } from "./Features.js";

/** What is done with a token that was good. */
export function hearOfToken(
  { noteUse, noteSight }: Features,
  model: Model,
  viewers: KnownViewers,
  log: FastifyBaseLogger,
): HearOfToken {
  return {
    // The read itself has succeeded; the next one notes it.
    noteUse: async (tokenHash, deadline) =>
      noteUse?.(tokenHash, deadline).catch(() => log.warn("The use of a session could not be noted")),
    noteSight: async (viewerId, asked, operation) => {
      const read = noteSight && readOfOthers(model, asked);
      if (read) await noteSight({ ...read, viewerId, operation });
    },
    noteViewer: (tokenHash, id, seesAll) => viewers.note(tokenHash, { id, seesAll }),
  };
}
