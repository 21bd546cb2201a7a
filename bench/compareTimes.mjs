// Whether two kinds of requests can be told apart by their time. They are sent in turns; the statistic is that of Mann and Whitney
// (1947): |z| under 1.96 cannot tell them apart at the level of 5 %.

/** Times both kinds, prints what came out, and returns whether they cannot be told apart. */
export async function compareTimes(tries, known, unknown) {
  const times = { known: [], unknown: [] };
  for (let index = 0; index < tries; index++) {
    const pair = [async () => times.known.push(await known(index)), async () => times.unknown.push(await unknown(index))];
    for (const attempt of index % 2 === 0 ? pair : pair.reverse()) await attempt();
  }
  const wins = times.known.reduce(
    (sum, one) => sum + times.unknown.reduce((won, other) => won + (one > other ? 1 : one === other ? 0.5 : 0), 0),
    0,
  );
  const z = (wins - (tries * tries) / 2) / Math.sqrt((tries * tries * (2 * tries + 1)) / 12);
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(1);
  console.log(`median of known ${median(times.known)} ms, of unknown ${median(times.unknown)} ms, z = ${z.toFixed(2)}`);
  return Math.abs(z) < 1.96;
}
