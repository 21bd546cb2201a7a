import type { Shape } from "./Motif.js";

export const ink = "#3b3350";

export const line = (d: string, width?: number): Shape => ({ d, ...(width !== undefined && { width }) });

export const area = (fill: string, d: string, z = 0): Shape => ({ d, fill, z });

export const ellipse = (fill: string, x: number, y: number, across: number, down = across, z = 0): Shape => ({
  d: `M${x - across} ${y}a${across} ${down} 0 1 0 ${2 * across} 0a${across} ${down} 0 1 0 ${-2 * across} 0Z`,
  fill,
  z,
});

export const dot = (x: number, y: number, radius = 6): Shape => ellipse(ink, x, y, radius);

/** A star with five points. */
export function star(fill: string, x: number, y: number, radius: number): Shape {
  const points = Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5 - Math.PI / 2;
    const reach = index % 2 === 0 ? radius : radius * 0.45;
    return `${(x + reach * Math.cos(angle)).toFixed(1)} ${(y + reach * Math.sin(angle)).toFixed(1)}`;
  });
  return { d: `M${points.join("L")}Z`, fill };
}

/** Petals around a point, between two distances from it. */
export function petals(
  fill: string,
  [x, y]: readonly [number, number],
  from: number,
  to: number,
  turn: number,
  z: number,
): Shape[] {
  return Array.from({ length: 12 }, (_, index) => {
    const angle = (index * Math.PI) / 6 + turn;
    const at = (distance: number, aside: number) =>
      `${(x + distance * Math.cos(angle + aside)).toFixed(1)} ${(y + distance * Math.sin(angle + aside)).toFixed(1)}`;
    const middle = (from + to) / 2;
    return area(fill, `M${at(from, -0.2)}Q${at(middle, -0.3)} ${at(to, 0)}Q${at(middle, 0.3)} ${at(from, 0.2)}Z`, z);
  });
}

/** Icing that runs over an edge in round drops. */
export function drips(fill: string, x: number, y: number, width: number): Shape {
  const drops = Math.round(width / 24);
  const size = width / drops;
  const falls = Array.from({ length: drops }, (_, index) => {
    const depth = 12 + ((index * 7) % 3) * 8;
    return `v${depth}q${size / 2} 16 ${size} 0v${-depth}`;
  });
  return area(fill, `M${x} ${y}${falls.join("")}q${-width / 2} 34 ${-width} 0Z`);
}
