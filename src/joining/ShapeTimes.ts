/** How much the newest time weighs in a mean. */
const WEIGHT = 0.2;

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

  /** How many times as long as alone; undefined where nothing is known about so many members alone. */
  slowdown(ms: number, members: number): number | undefined {
    const alone = this.alone[sizeOf(members)];
    return alone === undefined ? undefined : ms / alone;
  }
}

const blend = (mean: number | undefined, value: number): number =>
  mean === undefined ? value : mean + WEIGHT * (value - mean);

/** 1, 2, 3–4, 5–8 and 9–16 members are as good as one number each. */
const sizeOf = (members: number): number => Math.ceil(Math.log2(members));
