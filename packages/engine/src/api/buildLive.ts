import type { ApiSettings } from "../ApiSettings.js";
import type { CostControl } from "../answering/CostControl.js";
import { loggedOf } from "../answering/loggedOf.js";
import type { OperationListener, Operations } from "../answering/Operations.js";
import type { Queries } from "../answering/Queries.js";
import type { TokenListener } from "../answering/Reader.js";
import type { Compiler } from "../compiler/Compiler.js";
import type { Model } from "../compiler/Model.js";
import type { OperationCache } from "../documents/OperationCache.js";
import { SubscriptionDocuments } from "../documents/SubscriptionDocuments.js";
import type { Gate } from "../gate/Gate.js";
import type { logOperation } from "../http/logOperation.js";
import { type AnswerStream, answerStream } from "../live/answerStream.js";
import type { LiveListener } from "../live/LiveListener.js";
import { LiveQueries } from "../live/LiveQueries.js";
import { Poller } from "../live/Poller.js";
import { Streams } from "../live/Streams.js";
import type { Metrics } from "../metrics/Metrics.js";
import type { RequestContext } from "../request/RequestContext.js";
import type { ServiceLog } from "../ServiceLog.js";

/** What live queries share with all other operations. */
export interface LiveParts {
  readonly settings: ApiSettings;
  readonly log: ServiceLog;
  readonly metrics?: Metrics | undefined;
  readonly gate: Gate;
}

/** Live queries in two steps: the listener of operations first; the streams once operations can be answered. */
export function buildLive({ settings, log, metrics, gate }: LiveParts) {
  const streams = new Streams(settings.live);
  const listener: LiveListener = {
    noteFailure: (error) => log.error(loggedOf(error), "a live query failed"),
    ...(metrics && {
      noteEvent: () => metrics.noteEvent(),
      noteConflated: () => metrics.noteConflated(),
      noteRound: (ms, isGated) => metrics.noteRound(ms, isGated),
    }),
  };
  metrics?.gauge("live_streams", "Streams of live queries that are open", () => streams.size);
  const poller = new Poller(streams, gate, settings.live, listener);
  const operationListener: OperationListener = {
    noteOperation: () => poller.noteOperation(),
    noteMutation: ({ viewer }: RequestContext) => {
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
    readonly tokens: TokenListener;
    readonly report: typeof logOperation;
  }): AnswerStream => {
    if (!settings.live.isOn) return () => false;
    const { streamsOfViewer } = settings.live;
    const documents = new SubscriptionDocuments(parts.model, parts.cache, settings.hasIntrospection);
    const live = new LiveQueries({ ...parts, listener, streams, poller, streamsOfViewer });
    return answerStream(documents, live, parts.report);
  };
  return { streams, operationListener, answererOf };
}
