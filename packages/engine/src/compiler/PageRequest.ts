import type { Direction } from "./plan.js";

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** Which page of a connection is asked for. Properties are the entity's own. */
export interface PageRequest {
  readonly size: number;
  readonly isFromEnd: boolean;
  readonly after?: Position;
  readonly before?: Position;
  readonly orderBy: string;
  readonly direction: Direction;
  /** The filter's fields that hold a value. */
  readonly filter: Readonly<Record<string, unknown>>;
}

/** A position in an order: the order column's value as text, with all its microseconds, and the id that breaks ties. */
export interface Position {
  readonly key: string;
  readonly id: string;
}
