import { type OperationDefinitionNode, OperationTypeNode } from "graphql";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { OperationNames } from "./OperationNames.js";
import { shareMetrics } from "./sharedMetrics.js";

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The code of a success. */
const OK = "OK";

/** Counts that something happened, once or so many times. */
export type Count<Label extends string> = (labels: Readonly<Record<Label, string>>, by?: number) => void;

/** Counts what the service does, for Prometheus. Labels hold names and codes, and nothing else that a client sent. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly names = new OperationNames();
  private readonly operations = new Counter({
    name: `${this.prefix}_operations_total`,
    help: "Operations that were answered, by name, kind and the code of the first error",
    labelNames: ["operation", "kind", "code"] as const,
    registers: [this.registry],
  });
  private readonly durations = this.histogram(`${this.prefix}_operation_seconds`, "How long operations took");
  private readonly statements = this.histogram(`${this.prefix}_statement_seconds`, "How long the statements of reads took");
  private readonly writes = this.histogram(`${this.prefix}_write_seconds`, "How long the transactions of mutations took");
  private readonly refusals = new Counter({
    name: `${this.prefix}_refused_total`,
    help: "Operations that were UNAVAILABLE, by the reason that clients are told",
    labelNames: ["reason"] as const,
    registers: [this.registry],
  });

  private readonly reads = new Histogram({
    name: `${this.prefix}_statement_members`,
    help: "How many reads each statement answered",
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers: [this.registry],
  });
  private readonly alone = new Counter({
    name: `${this.prefix}_reads_alone_total`,
    help: "Reads that were sent again alone, because the statement that they shared failed or their answer was long",
    registers: [this.registry],
  });
  private readonly replicaReads = new Counter({
    name: `${this.prefix}_replica_reads_total`,
    help: "Reads that a replica was asked for, by what became of it",
    labelNames: ["outcome"] as const,
    registers: [this.registry],
  });

  private readonly polls = new Histogram({
    name: `${this.prefix}_live_polls`,
    help: "How many live queries each statement of them answered",
    buckets: [1, 4, 16, 64],
    registers: [this.registry],
  });
  private readonly rounds = new Histogram({
    name: `${this.prefix}_live_round_seconds`,
    help: "How long it took to look for changes, and whether there was none, so that nothing was asked",
    labelNames: ["gated"] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly events = this.counter(`${this.prefix}_live_events_total`, "Events of live queries that were sent");
  private readonly conflated = this.counter(
    `${this.prefix}_live_conflated_total`,
    "Looks at live queries that were left out because the client had not read its last event",
  );

  /** @param prefix begins the name of each metric. */
  constructor(private readonly prefix: string) {
    collectDefaultMetrics({ register: this.registry });
  }

  noteOperation(ms: number, definition: OperationDefinitionNode | undefined, code = OK): void {
    const kind = definition?.operation ?? "none";
    const operation = this.names.labelOf(definition);
    this.operations.inc({ operation, kind, code });
    this.durations.observe({ kind }, ms / 1000);
  }

  noteStatement(ms: number): void {
    this.statements.observe({ kind: OperationTypeNode.QUERY }, ms / 1000);
  }

  noteWrite(ms: number): void {
    this.writes.observe({ kind: OperationTypeNode.MUTATION }, ms / 1000);
  }

  noteRefusal(reason: string): void {
    this.refusals.inc({ reason });
  }

  /** A statement was sent that answers so many reads. */
  noteReads(count: number): void {
    this.reads.observe(count);
  }

  noteReplicaRead(outcome: string): void {
    this.replicaReads.inc({ outcome });
  }

  noteAlone(count: number): void {
    this.alone.inc(count);
  }

  /** A statement was sent that answers so many live queries. */
  notePolls(count: number): void {
    this.polls.observe(count);
  }

  noteRound(ms: number, isGated: boolean): void {
    this.rounds.observe({ gated: String(isGated) }, ms / 1000);
  }

  noteEvent(): void {
    this.events.inc();
  }

  noteConflated(): void {
    this.conflated.inc();
  }

  /** A number that is read when Prometheus asks. */
  gauge(name: string, help: string, read: () => number): void {
    const { prefix } = this;
    new Gauge({
      name: `${prefix}_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** A count of what a feature does. Labels are few and of its own choice, and never what a client sent. */
  count<Label extends string>(name: string, help: string, labels: readonly Label[]): Count<Label> {
    const counter = this.counter(`${this.prefix}_${name}`, help, labels);
    return (values, by = 1) => counter.inc(values, by);
  }

  /** How long what a feature does takes. */
  measure(name: string, help: string, buckets: readonly number[]): (seconds: number) => void {
    const registers = [this.registry];
    const histogram = new Histogram({ name: `${this.prefix}_${name}`, help, buckets: [...buckets], registers });
    return (seconds) => histogram.observe(seconds);
  }

  /** Has the primary process count them in. */
  share(): void {
    shareMetrics(this.registry);
  }

  /** All of it, as Prometheus reads it, and the type of that text. */
  async text(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string): Histogram<"kind"> {
    return new Histogram({ name, help, labelNames: ["kind"], buckets: SECONDS, registers: [this.registry] });
  }
}
