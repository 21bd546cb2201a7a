import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { SignInDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Problem } from "../parts/Problem";
import { usePage } from "../router";
import { hasEnded, session } from "../session";

/** The children of the demo, with a picture of each to know them by. */
const CHILDREN = [
  { name: "Anna", email: "anna@example.org", picture: "/pictures/drawings/anna/2.svg" },
  { name: "Ben", email: "ben@example.org", picture: "/pictures/drawings/ben/0.svg" },
  { name: "Mia", email: "mia@example.org", picture: "/pictures/drawings/mia/0.svg" },
];
const DEMO_PASSWORD = "novadraw-demo";

export function SignInPage() {
  const { t } = useLanguage();
  usePage(t("signIn"));
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [signIn, { loading, error }] = useMutation(SignInDocument);

  const open = async (input: { email: string; password: string }) => {
    // What failed stands in error.
    const answer = await signIn({ variables: { input } }).catch(() => undefined);
    if (answer?.data?.signIn) session.start(answer.data.signIn.token);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open({ email, password });
  };
  return (
    <div className="welcome">
      <Heading>{t("welcome")}</Heading>
      {hasEnded() && <p role="status">{t("sessionEnded")}</p>}
      <p className="lead">{t("welcomeMore")}</p>
      <ul className="children">
        {CHILDREN.map(({ name, picture, email: address }) => (
          <li key={name}>
            <button type="button" disabled={loading} onClick={() => void open({ email: address, password: DEMO_PASSWORD })}>
              <img src={picture} alt="" width="400" height="400" />
              {name}
            </button>
          </li>
        ))}
      </ul>
      <Problem of={error} />
      <details>
        <summary>{t("orByEmail")}</summary>
        <form onSubmit={submit}>
          <Field label={t("email")} of="email" type="email" autoComplete="username" required value={email} onValue={setEmail} />
          <Field
            label={t("password")}
            of="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onValue={setPassword}
          />
          <button type="submit" disabled={loading}>
            {t("signIn")}
          </button>
        </form>
      </details>
      <p className="links">
        <a href="#/signup">{t("signUp")}</a>
        <a href="#/forgot">{t("forgot")}</a>
      </p>
    </div>
  );
}
