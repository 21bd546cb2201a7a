import { servers } from "./servers.mjs";

const BAR = 14;
const GAP = 26;
const LEFT = 130;
const WIDTH = 860;
const SPAN = 520;
const COLOURS = {
  bare: "#9aa0a6",
  novadraw: "#d81b60",
  postgraphile: "#1e88e5",
  mercurius: "#43a047",
  yoga: "#fb8c00",
  usual: "#8e24aa",
};

/** A bar a server and workload: requests a second as a share of the bare server. */
export function drawChart(summary, machine) {
  const rows = [];
  let y = 60;
  for (const [workload, byServer] of Object.entries(summary)) {
    rows.push(`<text x="8" y="${y + BAR}" font-weight="bold">${workload}</text>`);
    for (const [name, { share }] of Object.entries(byServer)) {
      rows.push(
        `<rect x="${LEFT}" y="${y}" width="${(share * SPAN).toFixed(1)}" height="${BAR - 2}" fill="${COLOURS[name]}"/>`,
      );
      rows.push(
        `<text x="${(LEFT + share * SPAN + 6).toFixed(1)}" y="${y + BAR - 3}">${share.toFixed(2)} ${servers[name].title}</text>`,
      );
      y += BAR;
    }
    y += GAP;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" font-family="sans-serif" font-size="11">
<title>Requests a second of each server, as a share of the bare one</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="20" font-size="15" font-weight="bold">Requests a second, as a share of a bare server with hand-written SQL</text>
<text x="8" y="38" fill="#555">${machine}</text>
${rows.join("\n")}
</svg>
`;
}
