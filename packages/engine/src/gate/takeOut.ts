/** Takes an entry out of a short list. A Set or Map that each request enters and leaves keeps dead tables alive, kilobytes a request. */
export function takeOut<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  const last = list.pop();
  if (at >= 0 && at < list.length && last !== undefined) list[at] = last;
  else if (at < 0 && last !== undefined) list.push(last);
}
