import { type Attributes, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("novadraw-api");

/**
 * Runs work within a span of OpenTelemetry, which is nothing until the operator attaches an SDK, and notes how long it took.
 * Attributes are names and ids, never values.
 */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  note?: (ms: number) => void,
): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    const started = note && performance.now();
    try {
      return await work();
    } catch (error) {
      // Without the error itself: a driver's message quotes rows.
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
      if (started !== undefined) note?.(performance.now() - started);
    }
  });
}
