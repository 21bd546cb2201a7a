import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { context, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { send } from "../../support/send.js";
import { killStarted, startService } from "../../support/startService.js";
import { TestApi } from "../../support/TestApi.js";

afterEach(killStarted);

describe("the metrics port", () => {
  it("tells Prometheus what was asked by name and code, of a bounded number of names, and nothing else that was sent", async () => {
    // Each failed statement is counted, and of those that are always joined each runs once more, alone.
    const service = startService({ JOIN_READS: "auto", DATABASE_DIR: "memory://", METRICS_PORT: "0", LOG_LEVEL: "info" });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    const [, port] = await service.says(/"port":(\d+),"msg":"metrics port"/);
    await service.says(/Not ready/);
    const ask = (query: string, variables = {}) => send(`${address}/graphql`, { body: JSON.stringify({ query, variables }) });
    for (const query of ["query Named { __typename }", "query Named { __typename }", "{ __typename }", "{ nothing }"])
      await ask(query);
    await ask("query Read($subject: String) { tutorials(filter: { subject: $subject }) { totalCount } }", {
      subject: "s3cret",
    });
    const signIn = 'mutation In { signIn(input: { email: "s3cret@example.org", password: "s3cret" }) { token } }';
    await ask(signIn);
    for (let name = 0; name < 210; name++) await ask(`query N${name} { __typename }`);

    const { status, headers, text } = await send(`http://127.0.0.1:${port}/metrics`);
    const other = await send(`http://127.0.0.1:${port}/`);

    expect([status, headers["content-type"], other.status]).toEqual([200, expect.stringContaining("text/plain"), 404]);
    for (const line of [
      'novadraw_operations_total{operation="Named",kind="query",code="OK"} 2',
      'novadraw_operations_total{operation="anonymous",kind="query",code="OK"} 1',
      'novadraw_operations_total{operation="refused",kind="none",code="GRAPHQL_VALIDATION_FAILED"} 1',
      'novadraw_operation_seconds_count{kind="mutation"} 1',
      'novadraw_statement_seconds_count{kind="query"} 1',
      "novadraw_pool_total 1",
      "novadraw_hashing_waiting 0",
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toMatch(/operation="other",kind="query",code="OK"} 1\d\n/);
    expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
    expect(text).not.toContain("s3cret");
  });
});

describe("docs/operations.md", () => {
  it("explains only metrics that the service has", async () => {
    const directory = mkdtempSync(join(tmpdir(), "novadraw-metrics-"));
    const all = { METRICS_PORT: "0", PICTURE_STORE: "folder", PICTURE_DIR: directory, STORY_WRITER: "template" };
    const api = await TestApi.open(all);
    const { text = "" } = (await api.metrics?.text()) ?? {};
    await api.close();
    rmSync(directory, { recursive: true });
    const known = [...text.matchAll(/^# HELP (\w+) (.+)$/gm)].map(([, name]) => name);

    const explained = [...readFileSync("docs/operations.md", "utf8").matchAll(/`(novadraw_\w+)`/g)].map(([, name]) => name);

    expect(explained.length).toBeGreaterThan(5);
    expect(explained.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("spans of OpenTelemetry", () => {
  it("name the operation, with its statement and its write under it, and hold no value", async () => {
    // The SDK itself, as operators attach it: another version of it may refuse our version of the API, and say nothing.
    const exporter = new InMemorySpanExporter();
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    const api = await TestApi.open();
    const token = await api.world.token(await api.world.user());
    // The first use of a session is written down.
    await api.ask("{ me { id } }", { token });
    exporter.reset();

    const read = await api.ask("query Mine($id: ID!) { me { id } drawing(id: $id) { id } }", {
      token,
      variables: { id: "00000000-0000-4000-8000-00005ec2e700" },
    });
    const written = await api.ask('mutation Rename { updateMe(input: { name: "s3cret" }) { name } }', { token });
    await api.close();
    trace.disable();
    context.disable();

    expect([...read.errors, ...written.errors]).toEqual([]);
    const spans = exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      attributes: span.attributes,
      id: span.spanContext().spanId,
      under: span.parentSpanContext?.spanId,
    }));
    const named = (wanted: string) => spans.find(({ name }) => name === wanted);
    const under = (wanted: string) => spans.filter(({ under: id }) => id === named(wanted)?.id).map(({ name }) => name);
    expect([under("query"), under("mutation"), spans.length]).toEqual([["statement"], ["write", "statement"], 5]);
    expect([named("query")?.under, named("mutation")?.under]).toEqual([undefined, undefined]);
    expect(named("query")?.attributes).toEqual({ "graphql.operation.type": "query", "graphql.operation.name": "Mine" });
    expect(JSON.stringify(spans)).not.toMatch(/s3cret|5ec2e7/);
  });
});
