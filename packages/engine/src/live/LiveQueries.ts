import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import type { CostControl } from "../answering/CostControl.js";
import { errorsOf } from "../answering/formatError.js";
import type { Answer, OperationRequest } from "../answering/OperationRequest.js";
import type { Operations } from "../answering/Operations.js";
import type { Queries } from "../answering/Queries.js";
import type { Compiler } from "../compiler/Compiler.js";
import { MAX_LIVE_ROWS } from "../documents/limits.js";
import { ClientError, ErrorCode } from "../errors.js";
import { sendAnswer } from "../http/sendAnswer.js";
import { type RequestContext, tokenHashOf } from "../request/RequestContext.js";
import type { EventFormat } from "./EventFormat.js";
import { EventStream } from "./EventStream.js";
import { eventOf } from "./eventOf.js";
import { LiveQuery } from "./LiveQuery.js";
import { LiveStream, type StreamParts } from "./LiveStream.js";
import type { Poller } from "./Poller.js";
import type { Streams } from "./Streams.js";

export interface LiveParts extends Omit<StreamParts, "costs"> {
  readonly operations: Pick<Operations, "answer">;
  readonly queries: Queries;
  readonly compiler: Compiler;
  readonly costs: CostControl;
  readonly streams: Streams;
  readonly poller: Poller;
  readonly streamsOfViewer: number;
}

/** What a request asks to have as a stream, and how. */
export interface StreamRequest extends OperationRequest {
  readonly format: EventFormat;
  /** The id of the answer that the client has, from a stream before. */
  readonly lastId?: string;
}

type Errors = readonly GraphQLFormattedError[] | undefined;

const JSON_HEAD = { "content-type": "application/json; charset=utf-8" };
/** An address without a session may be a school's. */
const NETWORK_TIMES = 4;
/** What a poll uses at most, of what the query could read: many share a statement. */
const SHARE_OF_POLL = 1 / 8;

/** Opens streams: the first answer is that of the query, and the poller asks for the next ones. */
export class LiveQueries {
  constructor(private readonly parts: LiveParts) {}

  /**
   * What the service cannot do now is answered by the status, so that clients come again; all else by an event, since a browser's
   * EventSource reads no answer of another status.
   * @param head headers besides those of the stream, as they are by then. @returns the errors that it tells the client.
   */
  async open(request: StreamRequest, raw: ServerResponse, head: () => OutgoingHttpHeaders): Promise<Errors> {
    const { streams, streamsOfViewer } = this.parts;
    const closed = streams.whyNot();
    if (closed) return sendAnswer(raw, { failures: [{ error: closed }] }, { ...head(), ...JSON_HEAD });
    let leave: () => void = () => undefined;
    raw.once("close", () => leave());
    const events = new EventStream(raw, request.format);
    let answer: Answer;
    try {
      const { name, viewer: known } = this.ownerOf(request.context);
      leave = streams.reserve(name, streamsOfViewer * (known || tokenHashOf(request.context) ? 1 : NETWORK_TIMES));
      answer = await this.firstAnswer(request);
      const { viewer } = this.ownerOf(request.context);
      if (viewer && viewer.id !== name) {
        leave();
        leave = streams.reserve(viewer.id, streamsOfViewer);
      }
    } catch (error) {
      answer = { failures: [{ error }] };
    }
    if (isUnavailable(answer)) return sendAnswer(raw, answer, { ...head(), ...JSON_HEAD });
    const stream = await this.streamOf(request, events, answer);
    if (events.isClosed) leave();
    else this.begin(stream, events, request, answer, head());
    return errorsOf(answer);
  }

  private begin(
    stream: LiveStream | undefined,
    events: EventStream,
    { operation, lastId }: StreamRequest,
    answer: Answer,
    head: OutgoingHttpHeaders,
  ): void {
    const first = eventOf(answer, operation.liveAs ?? "");
    events.begin(head);
    if (!stream || first.id !== lastId) events.send(first);
    if (!stream) {
      events.complete();
      return;
    }
    this.parts.streams.add(stream);
    this.parts.poller.noteStream();
  }

  /** The query's answer tells who the viewer is. Only then is it known what its polls cost: an admin sees more than a child. */
  private async firstAnswer(request: StreamRequest): Promise<Answer> {
    const { costs, operations } = this.parts;
    const answer = await operations.answer(request);
    if (answer.data === undefined) return answer;
    const { roots } = request.operation.bind(request.variables);
    const refusal = costs.refusalOfLive(roots, request.context, MAX_LIVE_ROWS);
    return refusal ? { failures: [{ error: refusal }] } : answer;
  }

  /** The stream that goes on after this answer; undefined where none does: all was refused, or nothing is read. */
  private async streamOf(request: StreamRequest, events: EventStream, answer: Answer): Promise<LiveStream | undefined> {
    if (answer.data === undefined) return undefined;
    const { operation, context, variables } = request;
    const { queries, compiler, costs } = this.parts;
    const { roots } = operation.bind(variables);
    const liveAs = operation.liveAs ?? "";
    const query = LiveQuery.of(roots, await queries.resolve(request, roots), liveAs, tokenHashOf(context), compiler);
    const { viewer } = this.ownerOf(context);
    const owner = {
      payer: costs.payerOf(context),
      ...(viewer && { viewer }),
      operationName: operation.name,
      rows: Math.max(1, Math.ceil(costs.rowsOf(roots, context) * SHARE_OF_POLL)),
    };
    return query && new LiveStream(query, events, owner, eventOf(answer, liveAs).id, this.parts);
  }

  /** Whose streams are counted together: a viewer's, a token's whose viewer is not known yet, or without one a network's. */
  private ownerOf(context: RequestContext) {
    const { viewer } = context;
    return { viewer, name: viewer?.id ?? tokenHashOf(context)?.toString("base64url") ?? context.caller().network };
  }
}

/** Whether the whole of it was refused for what the service cannot do now. */
const isUnavailable = ({ data, failures }: Answer): boolean =>
  data === undefined && failures.some(({ error }) => error instanceof ClientError && error.code === ErrorCode.UNAVAILABLE);
