import { AggregatorRegistry, type Registry } from "prom-client";
import type { Metrics } from "./Metrics.js";

/** Has the metrics of this process counted in by the process above it. */
export function shareMetrics(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  new AggregatorRegistry();
}

/** The metrics of all processes under this one, summed up. They are collected when Prometheus asks. */
export function allMetrics(): Pick<Metrics, "text"> {
  const registry = new AggregatorRegistry();
  return { text: async () => ({ type: registry.contentType, text: await registry.clusterMetrics() }) };
}
