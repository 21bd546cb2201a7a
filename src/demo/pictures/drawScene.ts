import type { Motif } from "./Motif.js";
import { paint } from "./paint.js";
import { star } from "./shapes.js";
import { svg, unsteady } from "./svg.js";

/** The light of a scene: its sky from above to below, and its hills from far to near. */
const LIGHTS = [
  { sky: ["#1e2350", "#4b3f86"], hills: ["#2d2f63", "#23254f"], light: "#fdf3c4", isNight: true },
  { sky: ["#ffcf8a", "#f48fa0"], hills: ["#b8679a", "#8c4d85"], light: "#fff1c1", isNight: false },
  { sky: ["#8fd3f4", "#e3f6fd"], hills: ["#9fd28a", "#74b868"], light: "#fff3b8", isNight: false },
  { sky: ["#2b3a67", "#e58a8a"], hills: ["#4f4676", "#393462"], light: "#ffe0a3", isNight: true },
] as const;

/** The picture over a story: the motif in a landscape, in one of four lights. */
export function drawScene({ steps }: Motif, number: number): string {
  const { sky, hills, light, isNight } = LIGHTS[number % LIGHTS.length] ?? LIGHTS[0];
  const [above, below] = sky;
  const [far, near] = hills;
  const x = number % 2 === 0 ? 520 : 120;
  const stars = [60, 150, 230, 330, 410, 470, 590].map((left, index) =>
    star("#fff6cf", left, 30 + ((index * 53) % 120), 3 + (index % 3) * 2),
  );
  return svg(
    640,
    400,
    `${unsteady("hand", 3 + (number % 7), 6)}` +
      `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${above}"/><stop offset="1" stop-color="${below}"/></linearGradient>` +
      `<rect width="640" height="400" fill="url(#sky)"/>` +
      (isNight ? paint(stars, { stroke: "none", width: 0 }) : "") +
      `<circle cx="${x}" cy="88" r="80" fill="${light}" opacity=".18"/><circle cx="${x}" cy="88" r="46" fill="${light}"/>` +
      `<path d="M0 300Q150 210 330 290T640 260V400H0Z" fill="${far}"/>` +
      `<path d="M0 350Q200 280 420 340T640 330V400H0Z" fill="${near}"/>` +
      `<circle cx="320" cy="214" r="168" fill="${light}" opacity=".2"/>` +
      `<g filter="url(#hand)" transform="translate(176 58) scale(.72)">${paint(steps.flat(), { width: 15, stroke: "#fffaf0" })}${paint(steps.flat(), { width: 6 })}</g>`,
  );
}
