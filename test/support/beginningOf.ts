const isBreak = (character: string | undefined): boolean =>
  character !== undefined && /[\t-\r \x85\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000]/u.test(character);

/** The beginning of a text as `Story.excerpt` has it, in code points. */
export function beginningOf(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  let end = most - 1;
  while (end > 0 && !(isBreak(characters[end]) && !isBreak(characters[end - 1]))) end--;
  return `${characters.slice(0, end > 0 ? end : most - 1).join("")}…`;
}
