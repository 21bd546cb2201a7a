/** Whose turn it is: a viewer of a network, or all its requests without a known viewer. */
export interface Standing {
  readonly network: string;
  readonly viewer: string;
}

/** The charge of a turn, until its real cost is known. */
export interface Charge {
  readonly viewer: Share;
  readonly network: Share;
  readonly cost: number;
}

/** The virtual time of a network or a viewer: how much it has taken so far, compared with the others. */
interface Share {
  taken: number;
  /** The mean cost of its last turns. */
  mean: number;
}

interface Viewer<T> extends Share {
  readonly network: Network<T>;
  readonly waiting: Set<T>;
  /** Since when somebody of it has waited without a break, by performance.now(). */
  since: number;
}

interface Network<T> extends Share {
  readonly name: string;
  readonly viewers: Map<string, Viewer<T>>;
  /** The virtual time within it. */
  now: number;
  waiting: number;
  /** Since when somebody of it has waited without a break, by performance.now(). */
  since: number;
}

const WEIGHT = 0.3;
/** An unknown cost counts as a millisecond. */
const FIRST = 1;
/** With so many networks known, networks that owe nothing are dropped. */
const MANY = 1_000;

/**
 * Waiting requests, in turns by network, and by viewer within a network, each turn weighed by what it took: start-time fair queueing
 * (Goyal, Vin and Cheng, SIGCOMM 1996) in two levels. The network that has taken least is next, and a newcomer begins where the others are.
 * So a flood waits behind itself. The cost of a turn is known only at its end: it is estimated from earlier turns, and corrected then.
 */
export class FairQueue<T> {
  private readonly networks = new Map<string, Network<T>>();
  /** All waiting requests, the oldest first. */
  private readonly waiting = new Map<T, Viewer<T>>();
  private now = 0;

  get size(): number {
    return this.waiting.size;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.waiting.keys();
  }

  add(one: T, { network: name, viewer: id }: Standing): void {
    if (this.waiting.size === 0) this.networks.clear();
    if (this.networks.size >= MANY) this.forget();
    const network: Network<T> = this.networks.get(name) ?? {
      name,
      taken: this.now,
      mean: FIRST,
      viewers: new Map(),
      now: 0,
      waiting: 0,
      since: 0,
    };
    this.networks.set(name, network);
    const viewer = network.viewers.get(id) ?? {
      taken: network.now,
      mean: network.mean,
      network,
      waiting: new Set<T>(),
      since: 0,
    };
    network.viewers.set(id, viewer);
    if (network.waiting++ === 0) {
      network.taken = Math.max(network.taken, this.now);
      network.since = performance.now();
    }
    if (viewer.waiting.size === 0) {
      viewer.taken = Math.max(viewer.taken, network.now);
      viewer.since = performance.now();
    }
    viewer.waiting.add(one);
    this.waiting.set(one, viewer);
  }

  delete(one: T): void {
    const viewer = this.waiting.get(one);
    if (!viewer) return;
    this.waiting.delete(one);
    viewer.waiting.delete(one);
    viewer.network.waiting--;
  }

  /** The next request in turn, of those that may run. */
  next(may: (one: T) => boolean): T | undefined {
    let found: T | undefined;
    let least: Network<T> | undefined;
    for (const network of this.networks.values()) {
      if (network.waiting === 0 || (least && network.taken >= least.taken)) continue;
      const one = nextOf(network, may);
      if (one === undefined) continue;
      found = one;
      least = network;
    }
    return found;
  }

  /** The next of these, as many as there may be, in turns. They are let in. */
  takeOf(candidates: Iterable<T>, most: number): [T, Charge][] {
    const groups = new Map<Viewer<T>, T[]>();
    for (const one of candidates) {
      const viewer = this.waiting.get(one);
      if (!viewer) continue;
      const group = groups.get(viewer);
      if (group) group.push(one);
      else groups.set(viewer, [one]);
    }
    const taken: [T, Charge][] = [];
    while (taken.length < most && groups.size > 0) {
      const [viewer, group] = [...groups].reduce((least, other) => (isBefore(other[0], least[0]) ? other : least));
      const one = group.shift();
      if (group.length === 0) groups.delete(viewer);
      if (one !== undefined) taken.push([one, this.take(one) as Charge]);
    }
    return taken;
  }

  /** Begins the turn of a request. */
  take(one: T): Charge | undefined {
    const viewer = this.waiting.get(one);
    if (!viewer) return undefined;
    this.delete(one);
    const { network, mean: cost } = viewer;
    this.now = Math.max(this.now, network.taken);
    network.now = Math.max(network.now, viewer.taken);
    network.taken += cost;
    viewer.taken += cost;
    return { viewer, network, cost };
  }

  /** Records what a turn has taken. */
  settle({ viewer, network, cost }: Charge, taken: number): void {
    for (const share of [viewer, network]) {
      share.taken += taken - cost;
      share.mean += WEIGHT * (taken - share.mean);
    }
  }

  /** Since when the viewer of a waiting request has waited without a break. */
  sinceOf(one: T): number {
    return this.waiting.get(one)?.since ?? Number.POSITIVE_INFINITY;
  }

  /** How many of a network wait, and since when. */
  stateOf(name: string): { readonly waiting: number; readonly since: number } {
    return this.networks.get(name) ?? NONE;
  }

  /** How many waiting requests have their turn before another one of a network, by what is known now. */
  turnsBefore(name: string): number {
    const { waiting: own } = this.stateOf(name);
    let others = 0;
    for (const network of this.networks.values()) if (network.waiting > 0 && network.name !== name) others++;
    return own + Math.min(this.size - own, others * (own + 1));
  }

  /** The last request of the network with the longest queue, which a full queue drops (McKenney, INFOCOM 1990). */
  lastOfLongest(): { readonly one: T; readonly network: string } | undefined {
    const network = longestOf(this.networks.values(), (each) => each.waiting);
    const viewer = network && longestOf(network.viewers.values(), ({ waiting }) => waiting.size);
    const one = viewer && [...viewer.waiting].at(-1);
    return network && one !== undefined ? { one, network: network.name } : undefined;
  }

  private forget(): void {
    for (const [name, network] of this.networks)
      if (network.waiting === 0 && network.taken <= this.now) this.networks.delete(name);
  }
}

const NONE = { waiting: 0, since: Number.POSITIVE_INFINITY };

function nextOf<T>(network: Network<T>, may: (one: T) => boolean): T | undefined {
  let found: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, viewer] of network.viewers) {
    if (viewer.waiting.size === 0) {
      if (viewer.taken <= network.now) network.viewers.delete(id);
      continue;
    }
    if (viewer.taken >= least) continue;
    for (const one of viewer.waiting) {
      if (!may(one)) continue;
      found = one;
      least = viewer.taken;
      break;
    }
  }
  return found;
}

const isBefore = <T>(one: Viewer<T>, other: Viewer<T>): boolean =>
  one.network === other.network ? one.taken < other.taken : one.network.taken < other.network.taken;

function longestOf<E>(all: Iterable<E>, lengthOf: (one: E) => number): E | undefined {
  let found: E | undefined;
  for (const one of all) if (!found || lengthOf(one) > lengthOf(found)) found = one;
  return found;
}
