import type { GraphiQLPlugin } from "@graphiql/react";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import type { PageSession } from "./PageSession.js";

/** A part of the sidebar to sign in; each request then carries the token. */
export const accountPlugin = (session: PageSession): GraphiQLPlugin => ({
  title: "Account",
  icon: AccountIcon,
  content: () => <AccountPanel session={session} />,
});

function AccountPanel({ session }: { readonly session: PageSession }) {
  const email = useSyncExternalStore(session.subscribe, () => session.email);
  return (
    <section className="account">
      <h2>Account</h2>
      {email === undefined ? <SignInForm session={session} /> : <SignedIn email={email} session={session} />}
    </section>
  );
}

function SignedIn({ email, session }: { readonly email: string; readonly session: PageSession }) {
  return (
    <>
      <p>
        Signed in as <strong>{email}</strong>. Each request carries the token, unless the tab has an Authorization header of its
        own.
      </p>
      <p className="account-actions">
        <button type="button" onClick={() => void navigator.clipboard.writeText(session.headers.authorization ?? "")}>
          Copy the header
        </button>
        <button type="button" onClick={() => void session.signOut()}>
          Sign out
        </button>
      </p>
    </>
  );
}

function SignInForm({ session }: { readonly session: PageSession }) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const refusal = await session.signIn({ email: String(form.get("email")), password: String(form.get("password")) });
    setBusy(false);
    setProblem(refusal);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <label>
        Email
        <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" disabled={isBusy}>
        Sign in
      </button>
    </form>
  );
}

const AccountIcon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
    <circle cx="12" cy="8" r="4" />
    <path d="M4 21c0-4.4 3.6-7 8-7s8 2.6 8 7" />
  </svg>
);
