import { useMutation } from "@apollo/client/react";
import { errorWith } from "novadraw-client/errors";
import { type FormEvent, useState } from "react";
import { SignUpDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Problem } from "../parts/Problem";
import { usePage } from "../router";
import { session } from "../session";

const FIELDS = ["name", "email", "password", "birthdate"];

export function SignUpPage() {
  const { t, language } = useLanguage();
  usePage(t("signUp"));
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [birthdate, setBirthdate] = useState("");
  const [signUp, { loading, error }] = useMutation(SignUpDocument);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = {
      email,
      password,
      name: name.trim() || null,
      birthdate: birthdate || null,
      language: language === "de" ? ("DE" as const) : ("EN" as const),
    };
    // What failed stands in error.
    const answer = await signUp({ variables: { input } }).catch(() => undefined);
    if (!answer?.data?.signUp) return;
    location.assign("#/gallery");
    session.start(answer.data.signUp.token);
  };
  return (
    <div className="narrow">
      <Heading>{t("signUp")}</Heading>
      <p className="lead">{t("signUpMore")}</p>
      <form onSubmit={(event) => void submit(event)}>
        <Field label={t("name")} of="name" failure={error} autoComplete="nickname" value={name} onValue={setName} />
        <Field
          label={t("email")}
          of="email"
          failure={error}
          type="email"
          autoComplete="username"
          required
          value={email}
          onValue={setEmail}
        />
        <Field
          label={`${t("password")} · ${t("passwordHint")}`}
          of="password"
          failure={error}
          type="password"
          autoComplete="new-password"
          required
          value={password}
          onValue={setPassword}
        />
        <Field label={t("birthdate")} of="birthdate" failure={error} type="date" value={birthdate} onValue={setBirthdate} />
        {errorWith("CONFLICT", error) ? (
          <p className="problem" role="alert">
            {t("emailTaken")}
          </p>
        ) : (
          <Problem of={error} beside={FIELDS} />
        )}
        <button type="submit" disabled={loading}>
          {t("signUp")}
        </button>
      </form>
      <p className="links">
        <a href="#/gallery">{t("haveAccount")}</a>
      </p>
    </div>
  );
}
