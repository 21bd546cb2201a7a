import { servers } from "./servers.mjs";
import { caseOf } from "./tables.mjs";

const COLOURS = {
  bare: "#5f6368",
  novadraw: "#d81b60",
  postgraphile: "#1e88e5",
  mercurius: "#43a047",
  yoga: "#fb8c00",
  usual: "#8e24aa",
};
const LEFT = 120;
const PANEL = 270;
const GAP = 30;
const ROW = 26;
const TOP = 96;
const IN_A_LINE = 3;
const LINE_GAP = 70;

/** A panel for each case, a line for each workload, and on it a dot for each server; ours with its spread. */
export function drawChart(summary, { machine }) {
  const workloads = [...new Set(summary.map(({ workload }) => workload))];
  const cases = [...new Set(summary.map(caseOf))];
  const most = Math.max(1, ...summary.flatMap((one) => Object.values(one.servers).map((figures) => figures.most)));
  const end = Math.ceil(most * 4) / 4;
  const height = workloads.length * ROW;
  const lines = Math.ceil(cases.length / IN_A_LINE);
  const width = LEFT + Math.min(cases.length, IN_A_LINE) * (PANEL + GAP);
  const panels = cases.map((one, index) => {
    const x = LEFT + (index % IN_A_LINE) * (PANEL + GAP);
    const y = TOP + Math.floor(index / IN_A_LINE) * (height + LINE_GAP);
    const rows = workloads.map((workload) => summary.find((other) => other.workload === workload && caseOf(other) === one));
    return panel({
      title: `${one.replace(",", " connections,")}${one.includes(",") ? "" : " connections"}`,
      rows,
      x,
      y,
      end,
      height,
    });
  });
  const labels = Array.from({ length: lines }, (_, line) =>
    workloads.map((workload, row) => text(8, TOP + line * (height + LINE_GAP) + row * ROW + ROW / 2 + 4, workload)),
  ).flat();
  const shown = Object.keys(servers).filter((name) => summary.some((one) => one.servers[name]));
  let at = 8;
  const legend = shown.map((name) => {
    const title = `${servers[name].title}${name === "bare" ? " (the line at 1)" : ""}`;
    const entry = `${dot(name, at + 5, 58)}${text(at + 14, 62, title)}`;
    at += 28 + title.length * 6;
    return entry;
  });
  const whole = Math.max(width, at);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="${TOP + lines * (height + LINE_GAP)}" font-family="sans-serif" font-size="11">
<title>Requests a second of each server, as a share of the bare one</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="20" font-size="15" font-weight="bold">Requests a second, as a share of a bare server with hand-written SQL</text>
${text(8, 38, machine, 'fill="#555"')}
${[...legend, ...labels, ...panels].join("\n")}
</svg>
`;
}

function panel({ title, rows, x, y, end, height }) {
  const at = (value) => x + (value / end) * PANEL;
  const marks = Array.from({ length: Math.floor(end / 0.5) + 1 }, (_, index) => index * 0.5);
  return [
    text(x, y - 8, title, 'font-weight="bold"'),
    ...marks.map(
      (mark) =>
        `<line x1="${at(mark)}" x2="${at(mark)}" y1="${y}" y2="${y + height}" stroke="${mark === 1 ? "#5f6368" : "#ddd"}"/>${text(at(mark), y + height + 14, String(mark), 'text-anchor="middle" fill="#555"')}`,
    ),
    ...rows.flatMap((row, index) => (row ? dots(row.servers, at, y + index * ROW + ROW / 2) : [])),
  ].join("\n");
}

/** Ours last, so that nothing lies on it. */
function dots(byServer, at, y) {
  const names = Object.keys(byServer).filter((name) => name !== "bare" && Number.isFinite(byServer[name].share));
  return names
    .toSorted((one, other) => (one === "novadraw") - (other === "novadraw"))
    .map((name) => {
      const { share, least, most } = byServer[name];
      const spread = `<line x1="${at(least)}" x2="${at(most)}" y1="${y}" y2="${y}" stroke="${COLOURS[name]}" stroke-width="2"/>`;
      return `${name === "novadraw" ? spread : ""}${dot(name, at(share), y)}`;
    });
}

const dot = (name, x, y) => `<circle cx="${x}" cy="${y}" r="${name === "novadraw" ? 5 : 4}" fill="${COLOURS[name]}"/>`;
const text = (x, y, words, attributes = "") => `<text x="${x}" y="${y}" ${attributes}>${words}</text>`;
