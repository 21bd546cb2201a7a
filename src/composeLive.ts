import type { FastifyBaseLogger } from "fastify";
import type { CostControl } from "../packages/engine/src/answering/CostControl.js";
import type { KnownViewers } from "../packages/engine/src/answering/KnownViewers.js";
import { loggedOf } from "../packages/engine/src/answering/loggedOf.js";
import type { HearOfOperations, Operations } from "../packages/engine/src/answering/Operations.js";
import type { Queries } from "../packages/engine/src/answering/Queries.js";
import type { HearOfToken } from "../packages/engine/src/answering/Reader.js";
import type { Compiler } from "../packages/engine/src/compiler/Compiler.js";
import type { Model } from "../packages/engine/src/compiler/Model.js";
import type { OperationCache } from "../packages/engine/src/documents/OperationCache.js";
import { SubscriptionDocuments } from "../packages/engine/src/documents/SubscriptionDocuments.js";
import type { Gate } from "../packages/engine/src/gate/Gate.js";
import type { logOperation } from "../packages/engine/src/http/logOperation.js";
import { type AnswerStream, answerStream } from "../packages/engine/src/live/answerStream.js";
import type { HearOfLive } from "../packages/engine/src/live/HearOfLive.js";
import { LiveQueries } from "../packages/engine/src/live/LiveQueries.js";
import { Poller } from "../packages/engine/src/live/Poller.js";
import type { Streams } from "../packages/engine/src/live/Streams.js";
import type { Metrics } from "../packages/engine/src/metrics/Metrics.js";
import type { RequestContext } from "../packages/engine/src/request/RequestContext.js";
import { tokenHashOf } from "../packages/engine/src/request/RequestContext.js";
import type { Config } from "./config.js";

/** What live queries share with all other operations. */
export interface LiveParts {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  readonly metrics?: Metrics;
  readonly streams: Streams;
  readonly gate: Gate;
  readonly viewers: KnownViewers;
}

/** Live queries in two steps: what hears of each operation, and then, once those can be answered, the streams. */
export function composeLive({ config, log, metrics, streams, gate, viewers }: LiveParts) {
  const hear: HearOfLive = {
    noteFailure: (error) => log.error(loggedOf(error), "a live query failed"),
    ...(metrics && {
      noteEvent: () => metrics.noteEvent(),
      noteConflated: () => metrics.noteConflated(),
      noteRound: (ms, isGated) => metrics.noteRound(ms, isGated),
    }),
  };
  metrics?.watch("live_streams", "Streams of live queries that are open", () => streams.size);
  const poller = new Poller(streams, gate, config.live, hear);
  const hearOfOperations: HearOfOperations = {
    noteOperation: () => poller.noteOperation(),
    noteMutation: (context: RequestContext) => {
      const tokenHash = tokenHashOf(context);
      const viewer = tokenHash && viewers.of(tokenHash);
      if (viewer) poller.noteWrite(viewer.id);
    },
  };
  const answererOf = (parts: {
    readonly model: Model;
    readonly cache: OperationCache;
    readonly operations: Operations;
    readonly queries: Queries;
    readonly compiler: Compiler;
    readonly costs: CostControl;
    readonly tokens: HearOfToken;
    readonly report: typeof logOperation;
  }): AnswerStream => {
    if (!config.live.isOn) return () => false;
    const { streamsOfViewer } = config.live;
    const documents = new SubscriptionDocuments(parts.model, parts.cache, config.hasIntrospection);
    const live = new LiveQueries({ ...parts, hear, viewers, streams, poller, streamsOfViewer });
    return answerStream(documents, live, parts.report);
  };
  return { hearOfOperations, answererOf };
}
