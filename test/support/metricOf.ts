import type { TestApi } from "./TestApi.js";

/** What /metrics tells of a metric, by its name with its labels; 0 where it does not have it yet. METRICS_PORT has to be set. */
export async function metricOf({ metrics }: TestApi, name: string): Promise<number> {
  if (!metrics) throw new Error("Set METRICS_PORT");
  const line = (await metrics.text()).text.split("\n").find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}
