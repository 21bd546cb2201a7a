import { percentile } from "./openLoop.mjs";

const WIDTH = 860;
const [LEFT, RIGHT, TOP, HEIGHT, GAP] = [70, 20, 60, 170, 50];
const STEP_MS = 500;
const PAUSE_S = 2;
const COLOUR = "#d81b60";

/** Answers a second and their p99 over time: before, during (shaded) and after the overload. */
export function drawOverload({ capacity, seconds, times, calm, flood, after }) {
  const phases = [];
  let from = 0;
  for (const { outcomes } of [calm, flood, after]) {
    const length = outcomes === flood.outcomes ? seconds : Math.ceil(Math.max(...outcomes.map(({ atMs }) => atMs)) / 1000);
    phases.push({ from, length, points: pointsOf(outcomes, length) });
    from += length + PAUSE_S;
  }
  const total = from - PAUSE_S;
  const x = (second) => LEFT + (second / total) * (WIDTH - LEFT - RIGHT);
  const shade = { from: x(phases[1].from), to: x(phases[1].from + phases[1].length) };
  const panel = (index, title, most, unit, take, line) => {
    const bottom = TOP + (index + 1) * HEIGHT + index * GAP;
    const y = (value) => bottom - (Math.min(value, most) / most) * HEIGHT;
    const paths = phases.map(
      (phase) =>
        `<polyline fill="none" stroke="${COLOUR}" stroke-width="2" points="${phase.points.map((point) => `${x(phase.from + point.second).toFixed(1)},${y(take(point)).toFixed(1)}`).join(" ")}"/>`,
    );
    const ticks = [0, most / 2, most].map(
      (value) =>
        `<text x="${LEFT - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value.toFixed(0)}</text><line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#ddd"/>`,
    );
    return `<rect x="${shade.from.toFixed(1)}" y="${bottom - HEIGHT}" width="${(shade.to - shade.from).toFixed(1)}" height="${HEIGHT}" fill="#fdecf2"/>
<text x="8" y="${bottom - HEIGHT - 10}" font-weight="bold">${title}</text>
${ticks.join("\n")}
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(line.value).toFixed(1)}" y2="${y(line.value).toFixed(1)}" stroke="#555" stroke-dasharray="4 4"/>
<text x="${WIDTH - RIGHT}" y="${(y(line.value) - 4).toFixed(1)}" text-anchor="end" fill="#555">${line.title}</text>
${paths.join("\n")}
<text x="${LEFT}" y="${bottom + 16}" fill="#555">${unit}</text>`;
  };
  const most = Math.ceil((capacity * 1.3) / 50) * 50;
  const height = TOP + 2 * HEIGHT + GAP + 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="11">
<title>Answers a second and their p99 before, during and after ${times} times too many requests</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="20" font-size="15" font-weight="bold">Ten times too many requests</text>
<text x="8" y="36" fill="#555">Shaded: ${times} × ${capacity.toFixed(0)} requests a second for ${seconds} s; the rest was refused with 503 and Retry-After. Before and after: from 16 connections.</text>
${panel(0, "Successful answers a second", most, "seconds, the ten of rest left out", ({ rate }) => rate, { value: 0.8 * capacity, title: "the promise: 80 % of the capacity" })}
${panel(1, "Their p99 in milliseconds, from when they were due", 1200, "seconds, the ten of rest left out", ({ p99 }) => p99, { value: 1000, title: "the promise: under 1 s" })}
</svg>
`;
}

/** What was answered in each half second, by when it was answered. */
function pointsOf(outcomes, length) {
  return Array.from({ length: (length * 1000) / STEP_MS }, (_, step) => {
    const within = outcomes.filter(({ status, atMs, ms }) => status === 200 && Math.floor((atMs + ms) / STEP_MS) === step);
    return {
      second: ((step + 0.5) * STEP_MS) / 1000,
      rate: within.length / (STEP_MS / 1000),
      p99: within.length === 0 ? 0 : percentile(within, 0.99),
    };
  });
}
