import { servers } from "./servers.mjs";

const OURS = "novadraw";
const share = (value) => (Number.isFinite(value) ? value.toFixed(2) : "–");

/** The tables of docs/speed.md, in Markdown, and under them the figures of each server. */
export function tables(summary, about) {
  const workloads = [...new Set(summary.map(({ workload }) => workload))];
  const cases = [...new Set(summary.map(caseOf))];
  const figures = (name, one, cell) =>
    workloads.map((workload) => {
      const found = summary.find((other) => other.workload === workload && caseOf(other) === one)?.servers[name];
      return found ? cell(found) : "–";
    });
  const ours = cases.flatMap((one) => [
    [
      one,
      "requests/s",
      ...figures(OURS, one, ({ share: middle, least, most }) => `${share(middle)} (${share(least)}–${share(most)})`),
    ],
    ["", "p99", ...figures(OURS, one, ({ p99Share }) => share(p99Share))],
  ]);
  const peers = Object.keys(servers).filter((name) => name !== "bare" && name !== OURS);
  const theirs = peers.flatMap((name) =>
    cases
      .map((one) => [servers[name].title, one, ...figures(name, one, (found) => share(found.share))])
      .filter(([, , ...cells]) => cells.some((cell) => cell !== "–")),
  );
  const points = cases.map((one) => {
    const found = summary.find(({ workload, ...rest }) => workload === "mixed" && caseOf(rest) === one)?.servers[OURS];
    return `${share(found?.p99OfPointShare)} at ${one}`;
  });
  return [
    `Measured on ${about.machine}, scale ${about.scale}. Each figure is the NovaDraw API's as a share of the bare server's, in the same`,
    `round: the median of ${about.rounds} rounds of ${about.seconds} s, in brackets the least and the most. More is better for requests a`,
    `second, less for p99, the time within which 99 of 100 requests were answered. Turns taken again because another process ran beside`,
    `them: ${about.again}; rounds dropped for it: ${about.dropped}.`,
    "",
    table(["connections", "", ...workloads], ours),
    "",
    `In the mixed load, p99 of its points alone: ${points.join("; ")}.`,
    "",
    `Requests a second of the others, as a share of the bare server's (${about.peerRounds} rounds):`,
    "",
    table(["server", "connections", ...workloads], theirs),
    "",
    "In absolute terms:",
    "",
    table(
      ["connections", "workload", "server", "requests/s", "p50 ms", "p99 ms", "CPU µs", "memory MiB"],
      summary.flatMap((one) =>
        Object.entries(one.servers).map(([name, { rate, p50, p99, cpuMicroseconds, memoryMiB }]) => [
          ...[caseOf(one), one.workload, servers[name].title, rate.toFixed(0), p50.toFixed(2), p99.toFixed(2)],
          ...[cpuMicroseconds.toFixed(0), memoryMiB.toFixed(0)],
        ]),
      ),
    ),
  ].join("\n");
}

export const caseOf = ({ connections, delayMs }) => `${connections}${delayMs > 0 ? `, ${delayMs} ms away` : ""}`;

const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
