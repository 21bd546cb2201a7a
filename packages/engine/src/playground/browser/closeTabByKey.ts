/** Delete closes the tab that has the focus. The button that does so for a mouse is no part of the list of tabs. */
export function closeTabByKey({ key, target }: KeyboardEvent): void {
  if (key !== "Delete" || !(target instanceof Element) || target.role !== "tab") return;
  target.parentElement?.querySelector<HTMLButtonElement>(".graphiql-tab-close")?.click();
}
