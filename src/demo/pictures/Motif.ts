/** A line or an area of a picture, on a canvas of 400 by 400. */
export interface Shape {
  /** The path, as SVG writes it. */
  readonly d: string;
  /** The colour of the area. Without one it is a line. */
  readonly fill?: string;
  /** How thick the line is, where it is not as thick as most. */
  readonly width?: number;
  /** What has less lies behind; 0 where nothing is said. */
  readonly z?: number;
}

/** What a picture shows, in the order in which its tutorial draws it. */
export interface Motif {
  /** The colour of the paper that it looks well on. */
  readonly paper: string;
  readonly steps: readonly (readonly Shape[])[];
}
