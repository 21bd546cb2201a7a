import type { Motif } from "./Motif.js";
import { paint } from "./paint.js";
import { svg, unsteady } from "./svg.js";

const PAPER = "#fffdf8";
const NEW_LINE = "#2563eb";
const EARLIER_LINE = "#8a849c";

/** A tutorial's picture after one of its steps, counted from 1. What the step adds is blue; the last step shows the colours. */
export function drawStep({ paper, steps }: Motif, step: number): string {
  const isLast = step === steps.length;
  const shapes = steps
    .slice(0, step)
    .flatMap((added, index) => added.map((shape) => ({ ...shape, isNew: index === step - 1 })));
  const painted = [...shapes]
    .sort((one, other) => (one.z ?? 0) - (other.z ?? 0))
    .map((shape) => {
      const brush = shape.isNew ? { stroke: NEW_LINE, width: 7 } : { stroke: EARLIER_LINE, width: 5 };
      return paint(
        [shape],
        isLast ? { ...brush, ...(!shape.isNew && { width: 6, stroke: "#3b3350" }) } : { ...brush, fill: () => PAPER },
      );
    });
  const background = `<rect width="400" height="400" fill="${isLast ? paper : PAPER}"/>`;
  return svg(400, 400, `${unsteady("hand", 3, 7)}${background}<g filter="url(#hand)">${painted.join("")}</g>`);
}

/** The finished picture of a tutorial, in its colours. */
export const drawFinished = ({ paper, steps }: Motif): string =>
  svg(
    400,
    400,
    `${unsteady("hand", 3, 7)}<rect width="400" height="400" fill="${paper}"/>` +
      `<circle cx="200" cy="206" r="176" fill="#fff" opacity=".55"/>` +
      `<g filter="url(#hand)" transform="translate(30 32) scale(.85)">${paint(steps.flat())}</g>`,
  );
