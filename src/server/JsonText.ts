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
  const members = [
    errors && `"errors":${JSON.stringify(errors)}`,
    data !== undefined && `"data":${data instanceof JsonText ? data.text : JSON.stringify(data)}`,
    extensions && `"extensions":${JSON.stringify(extensions)}`,
  ];
  return `{${members.filter(Boolean).join(",")}}\n`;
}
