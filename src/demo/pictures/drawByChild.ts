import type { Motif } from "./Motif.js";
import { paint } from "./paint.js";
import { area, ink, line, star } from "./shapes.js";
import { svg, unsteady } from "./svg.js";

/** As it was uploaded, or as an edit made it. */
export type Style = "crayon" | "watercolour" | "comic";

/** What children like to add, in the order in which they think of it. */
const EXTRAS = [
  [area("#ffd84d", "M0 0H86Q82 78 0 86Z"), line("M96 20l36 8M88 58l32 20M56 90l16 34M18 98l2 36")],
  [
    area("#bcdcf3", "M262 62q-26 -4 -14 -28q16 -10 26 2q14 -28 40 -8q32 -8 30 20q-6 16 -26 14Z"),
    area("#bcdcf3", "M54 84q-22 -4 -10 -24q12 -8 20 2q12 -22 32 -6q26 -6 24 16q-6 12 -20 12Z"),
  ],
  [
    area(
      "#8fd07a",
      "M0 362l14 -26l14 26l16 -30l14 30l16 -24l14 24l18 -30l14 30l16 -26l14 26l18 -30l14 30l16 -24l14 24l18 -30l14 30l16 -26l14 26l18 -28l14 28l16 -24l14 24l16 -28l14 28l16 -22V400H0Z",
    ),
  ],
  [star("#f5b53f", 52, 66, 18), star("#f5b53f", 346, 54, 22), star("#f5b53f", 360, 208, 14), star("#f5b53f", 36, 236, 15)],
  [
    area("#f28fb1", "M340 70q-26 -26 0 -34q10 4 10 12q4 -12 16 -8q16 14 -26 40Z"),
    area("#f28fb1", "M44 96q-24 -24 0 -32q10 4 10 12q4 -12 14 -8q16 14 -24 36Z"),
    area("#f28fb1", "M352 330q-20 -20 0 -26q8 2 8 10q4 -10 12 -6q12 10 -20 26Z"),
  ],
  [line("M40 70q14 -18 24 0q12 -18 26 0M308 44q12 -16 22 0q12 -16 24 0M340 92q10 -14 18 0q10 -14 20 0")],
];

const PAPERS = ["#fffdf6", "#fdf7ea", "#f4f8ff", "#fff6f8", "#f6fbf2"];
const SPLASHES = ["#ffe14d", "#8fd8f5", "#ffb3cc", "#b9e69a", "#d9c6ff"];

/** What a child made of a motif: the same number makes the same picture. */
export function drawByChild({ steps }: Motif, child: string, number: number, style: Style = "crayon"): string {
  const pick = picker(`${child}${number}`);
  const isMirrored = pick(2) === 1;
  const scale = 0.74 + pick(5) * 0.03;
  const turn = pick(13) - 6;
  const place = `translate(${200 + pick(21) - 10} ${212 + pick(11)}) rotate(${turn}) scale(${isMirrored ? -scale : scale} ${scale}) translate(-200 -200)`;
  const first = pick(EXTRAS.length);
  const extras = [first, first + 1 + pick(EXTRAS.length - 1)].flatMap((index) => EXTRAS[index % EXTRAS.length] ?? []);
  const paper = PAPERS[pick(PAPERS.length)] ?? "";
  const splash = SPLASHES[pick(SPLASHES.length)] ?? "";
  const seed = 1 + pick(90);
  const shapes = steps.flat();
  const name = `<text x="384" y="388" text-anchor="end" font-family="'Comic Neue','Comic Sans MS','Chalkboard SE',cursive" font-size="26" fill="${ink}">${child}</text>`;
  if (style === "comic")
    return svg(
      400,
      400,
      `${unsteady("hand", seed, 10)}${DOTS}<rect width="400" height="400" fill="${splash}"/><rect width="400" height="400" fill="url(#dots)"/>` +
        `<g filter="url(#hand)"><g transform="${place}">${paint(shapes, { width: 19, stroke: "#fff" })}${paint(shapes, { width: 9, stroke: "#16131f" })}</g></g>` +
        `<rect x="8" y="8" width="384" height="384" fill="none" stroke="#16131f" stroke-width="10"/>`,
    );
  if (style === "watercolour")
    return svg(
      400,
      400,
      `${unsteady("hand", seed, 16)}${WET}<rect width="400" height="400" fill="#fffef9"/>` +
        `<circle cx="200" cy="205" r="168" fill="${splash}" opacity=".4" filter="url(#wet)"/>` +
        `<g opacity=".75" filter="url(#wet)"><g transform="${place}">${paint(shapes, { width: 1, stroke: "none" })}</g></g>` +
        `<g opacity=".5" filter="url(#hand)"><g transform="${place}">${paint(shapes, { width: 3, fill: () => "none" })}</g></g>${name}`,
    );
  return svg(
    400,
    400,
    `${crayon(seed)}<rect width="400" height="400" fill="${paper}"/>` +
      `<g filter="url(#crayon)">${paint(extras, { width: 5, stroke: "#6c6480" })}<g transform="${place}">${paint(shapes, { width: 8 })}</g></g>` +
      `<g filter="url(#crayon)">${name}</g>`,
  );
}

/** Unsteady lines in wax, which leaves out the valleys of the paper. */
const crayon = (seed: number): string =>
  `<filter id="crayon" x="-10%" y="-10%" width="120%" height="120%">` +
  `<feTurbulence type="fractalNoise" baseFrequency=".017" numOctaves="2" seed="${seed}" result="hand"/>` +
  `<feDisplacementMap in="SourceGraphic" in2="hand" scale="17" xChannelSelector="R" yChannelSelector="G" result="drawn"/>` +
  `<feTurbulence type="fractalNoise" baseFrequency=".5 .16" numOctaves="2" seed="${seed + 1}"/>` +
  `<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -3.2 0 0 0 2.85"/>` +
  `<feComposite in="drawn" operator="in"/></filter>`;

const WET =
  `<filter id="wet" x="-20%" y="-20%" width="140%" height="140%">` +
  `<feTurbulence type="fractalNoise" baseFrequency=".03" numOctaves="3" seed="5" result="flow"/>` +
  `<feDisplacementMap in="SourceGraphic" in2="flow" scale="26" xChannelSelector="R" yChannelSelector="G"/><feGaussianBlur stdDeviation="1.6"/></filter>`;

const DOTS = `<pattern id="dots" width="14" height="14" patternUnits="userSpaceOnUse"><circle cx="7" cy="7" r="3.4" fill="#fff" opacity=".55"/></pattern>`;

/** Numbers from 0 to below a bound that look chosen at random and follow from the text alone. */
function picker(text: string): (below: number) => number {
  let state = [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7);
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
