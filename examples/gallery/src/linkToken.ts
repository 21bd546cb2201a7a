let token: string | undefined;

/** Takes the token of a mail's link out of the address, where a history or a screenshot would keep it. */
function take(): void {
  const [, page, found] = /^#\/(reset|verify)\/([\w-]+)$/.exec(location.hash) ?? [];
  if (found === undefined) return;
  token = found;
  history.replaceState(history.state, "", `#/${page}`);
}
take();
addEventListener("hashchange", take);

/** The token of the link that the page was opened with. */
export const linkToken = (): string | undefined => token;
