/** Takes one out of a short list. Sets and maps that all enter and leave leave dead tables behind, kilobytes a request. */
export function takeOut<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  const last = list.pop();
  if (at >= 0 && at < list.length && last !== undefined) list[at] = last;
  else if (at < 0 && last !== undefined) list.push(last);
}
