/** How much the newest time weighs in a mean. */
const WEIGHT = 0.2;
/** How many times as long a statement takes with twice the members: between a look-up by key, 1.3, and a long page, 1.8. */
const GROWTH = 1.5;

/** How long the statements of one shape take, in milliseconds: as they come, and alone, by how many members they have. */
export class ShapeTimes {
  /** Absent before the first. */
  mean: number | undefined;
  private readonly alone: (number | undefined)[] = [];

  /** @param wasAlone whether no other statement ran meanwhile. */
  note(ms: number, members: number, wasAlone: boolean): void {
    this.mean = blend(this.mean, ms);
    const size = sizeOf(members);
    if (wasAlone) this.alone[size] = blend(this.alone[size], ms);
  }

  /** How many times as long as alone; undefined where nothing is known about the shape alone. */
  slowdown(ms: number, members: number): number | undefined {
    const size = sizeOf(members);
    for (let distance = 0; distance < SIZES; distance++)
      for (const known of [size - distance, size + distance]) {
        const alone = this.alone[known];
        if (alone !== undefined) return ms / (alone * GROWTH ** (size - known));
      }
    return undefined;
  }
}

const blend = (mean: number | undefined, value: number): number =>
  mean === undefined ? value : mean + WEIGHT * (value - mean);

/** 1, 2, 3–4, 5–8 and 9–16 members are as good as one number each. */
const SIZES = 5;
const sizeOf = (members: number): number => Math.ceil(Math.log2(members));
