import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { RequestPasswordResetDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Problem } from "../parts/Problem";
import { usePage } from "../router";

/** Asks for a mail with a link. It says the same whether or not the email has an account. */
export function ForgotPage() {
  const { t, language } = useLanguage();
  usePage(t("forgot"));
  const [email, setEmail] = useState("");
  const [request, { data, loading, error }] = useMutation(RequestPasswordResetDocument);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void request({ variables: { input: { email, language: language === "de" ? "DE" : "EN" } } });
  };
  return (
    <div className="narrow">
      <Heading>{t("forgot")}</Heading>
      <p className="lead" role="status">
        {t(data?.requestPasswordReset ? "linkSent" : "forgotMore")}
      </p>
      {!data?.requestPasswordReset && (
        <form onSubmit={submit}>
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
          <Problem of={error} beside={["email"]} />
          <button type="submit" disabled={loading}>
            {t("sendLink")}
          </button>
        </form>
      )}
      <p className="links">
        <a href="#/gallery">{t("signIn")}</a>
      </p>
    </div>
  );
}
