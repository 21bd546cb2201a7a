import { Session } from "novadraw-client/session";
import { useSyncExternalStore } from "react";

/** Who is signed in, kept over reloads. */
export const session = new Session(localStorage);

/** Whether somebody is signed in; the page renders anew when that changes. */
export const useIsSignedIn = (): boolean => useSyncExternalStore(session.subscribe, () => session.token !== null);
