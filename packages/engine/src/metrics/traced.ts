import { type Attributes, ProxyTracerProvider, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";

const NAME = "graphql-engine";

/**
 * Runs work within a span of OpenTelemetry, where the operator has attached an SDK, and notes how long it took.
 * @param attributes names and ids, never values. Made only where somebody traces.
 */
export function traced<T>(
  name: string,
  attributes: () => Attributes,
  work: () => Promise<T>,
  note?: (ms: number) => void,
): Promise<T> {
  const tracer = attachedTracer();
  const noted = note ? () => timed(work, note) : work;
  return tracer ? withSpan(tracer, name, attributes(), noted) : noted();
}

/** The tracer of the operator's SDK. Even an unused span would cost every request some microseconds. */
function attachedTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider ? provider.getDelegateTracer(NAME) : provider.getTracer(NAME);
}

function withSpan<T>(tracer: Tracer, name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // Without the error itself: a driver's message quotes rows.
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

async function timed<T>(work: () => Promise<T>, note: (ms: number) => void): Promise<T> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    note(performance.now() - started);
  }
}
