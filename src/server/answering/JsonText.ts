/** JSON that is already text, so that no one has to parse it in order to send it. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** Writes a GraphQL response (GraphQL specification, section 7) as JSON.stringify would, with `data` as it came. */
export function stringifyResponse({
  errors,
  data,
  extensions,
}: {
  errors?: unknown;
  data?: unknown;
  extensions?: unknown;
}): string {
  // Put together without a list: what is joined from one is copied, and it may be large.
  let text = "{";
  if (errors) text += `"errors":${JSON.stringify(errors)}${data === undefined && !extensions ? "" : ","}`;
  if (data !== undefined)
    text += `"data":${data instanceof JsonText ? data.text : JSON.stringify(data)}${extensions ? "," : ""}`;
  if (extensions) text += `"extensions":${JSON.stringify(extensions)}`;
  return `${text}}\n`;
}
