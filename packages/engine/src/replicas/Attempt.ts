import type { Caller, Deadline } from "../gate/Deadline.js";

/** A read that is waited for until it is given up, because another has answered instead. */
export class Attempt implements Deadline {
  private isGivenUp = false;

  constructor(private readonly whole: Deadline) {}

  get until(): number {
    return this.whole.until;
  }

  why(): unknown {
    return this.isGivenUp ? GIVEN_UP : this.whole.why();
  }

  caller(): Caller {
    return this.whole.caller();
  }

  giveUp(): void {
    this.isGivenUp = true;
  }
}

const GIVEN_UP = new Error("Another server has answered instead");
