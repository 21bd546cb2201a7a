import type { Shape } from "./Motif.js";
import { ink } from "./shapes.js";

/** How shapes are painted: the line's colour and width, and what becomes of an area's colour. */
export interface Brush {
  readonly stroke?: string;
  readonly width?: number;
  readonly fill?: (colour: string) => string;
}

/** The shapes as SVG, the ones behind first. */
export function paint(shapes: readonly Shape[], { stroke = ink, width = 6, fill = (colour) => colour }: Brush = {}): string {
  const painted = [...shapes]
    .sort((one, other) => (one.z ?? 0) - (other.z ?? 0))
    .map(
      (shape) =>
        `<path d="${shape.d}" fill="${shape.fill === undefined ? "none" : fill(shape.fill)}"` +
        `${shape.width === undefined ? "" : ` stroke-width="${(shape.width / 6) * width}"`}/>`,
    );
  return `<g stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round">${painted.join("")}</g>`;
}
