import { Session } from "novadraw-client/session";
import { useSyncExternalStore } from "react";

/** Who is signed in, kept over reloads where the browser keeps anything. */
export const session = new Session(() => localStorage);

let isLeaving = false;
let isEnded = false;
session.subscribe(() => {
  isEnded = session.token === null && !isLeaving;
});

/** Whether the session ended without the child's doing: it was ended elsewhere, or it was too old. */
export const hasEnded = (): boolean => isEnded;

/** Forgets the session after the child has signed out. */
export function leave(): void {
  isLeaving = true;
  session.end();
  isLeaving = false;
}

/** The client hears of a change first, and cuts off what is on its way: a page that asked before that would be cut off, too. */
const subscribe = (listener: () => void) => session.subscribe(() => queueMicrotask(listener));

/** Whether somebody is signed in; the page renders anew when that changes. */
export const useIsSignedIn = (): boolean => useSyncExternalStore(subscribe, () => session.token !== null);
