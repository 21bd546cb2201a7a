/**
 * The median of each server's figures over the rounds that were kept. Shares of the bare server (the first one, where it does not take
 * part) are taken within each round, so that a slow minute counts on both sides.
 */
export function summarize(rounds) {
  const names = [...new Set(rounds.flatMap((round) => Object.keys(round)))];
  const yardstick = names.includes("bare") ? "bare" : names[0];
  return Object.fromEntries(names.map((name) => [name, figuresOf(name, yardstick, rounds)]));
}

function figuresOf(name, yardstick, rounds) {
  const taken = rounds.filter((round) => round[name] && round[yardstick]);
  const shares = (key) => taken.map((round) => round[name][key] / round[yardstick][key]);
  const middle = (key) => median(taken.map((round) => round[name][key]));
  const ofRate = shares("rate");
  return {
    rate: middle("rate"),
    share: median(ofRate),
    least: Math.min(...ofRate),
    most: Math.max(...ofRate),
    p50: middle("p50"),
    p99: middle("p99"),
    p99Share: median(shares("p99")),
    p99OfPointShare: median(shares("p99OfPoint")),
    cpuMicroseconds: middle("cpu") * 1e6,
    memoryMiB: middle("memory"),
  };
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
