import { Connections } from "../database/Connections.js";
import { Gate } from "../gate/Gate.js";
import type { SendRead } from "../gate/ReadLane.js";
import type { ApiParts } from "./buildApi.js";

/** Where all work waits. */
export function buildGate(
  { settings, database, metrics }: Pick<ApiParts, "settings" | "database" | "metrics">,
  send: SendRead,
): Gate {
  const { joinReads, ...limits } = settings.requests;
  const connections = Connections.of(database);
  const gate = new Gate(
    { ...limits, join: joinReads, connections: connections.most, polledTogether: settings.live.polledTogether },
    {
      send,
      roundTripMs: () => connections.roundTripMs,
      ...(metrics && {
        noteReads: (count) => metrics.noteReads(count),
        noteAlone: (count) => metrics.noteAlone(count),
        notePolls: (count) => metrics.notePolls(count),
      }),
    },
  );
  metrics?.gauge("read_limit", "How many short statements of reads may run at once by now", () => gate.readLimit);
  metrics?.gauge("reads_waiting", "Reads that wait for their turn at the database", () => gate.waiting.read);
  metrics?.gauge("writes_waiting", "Writes that wait for a connection to the database", () => gate.waiting.write);
  metrics?.gauge("lookups_waiting", "Look-ups that wait for a connection to the database", () => gate.waiting.lookUp);
  metrics?.gauge("hashing_waiting", "Sign-ins and the like that wait for a password's turn", () => gate.waiting.hash);
  return gate;
}
