import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { ResetPasswordDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { linkToken } from "../linkToken";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Problem } from "../parts/Problem";
import { usePage } from "../router";
import { leave } from "../session";

/** The page that PASSWORD_RESET_URL names. The token is sent after a press alone: scanners of mails open links, too. */
export function ResetPage() {
  const { t } = useLanguage();
  usePage(t("newPassword"));
  const token = linkToken();
  const [newPassword, setPassword] = useState("");
  // All sessions of the account have ended with it.
  const [reset, { data, loading, error }] = useMutation(ResetPasswordDocument, {
    onCompleted: leave,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token !== undefined) void reset({ variables: { input: { token, newPassword } } });
  };
  return (
    <div className="narrow">
      <Heading>{t("newPassword")}</Heading>
      {data?.resetPassword || token === undefined ? (
        <p className="lead" role="status">
          {t(token === undefined ? "noLink" : "passwordSet")}
        </p>
      ) : (
        <form onSubmit={submit}>
          <Field
            label={`${t("newPassword")} · ${t("passwordHint")}`}
            of="newPassword"
            failure={error}
            type="password"
            autoComplete="new-password"
            required
            value={newPassword}
            onValue={setPassword}
          />
          <Problem of={error} beside={["newPassword"]} />
          <button type="submit" disabled={loading}>
            {t("save")}
          </button>
        </form>
      )}
      <p className="links">
        <a href="#/gallery">{t("signIn")}</a>
        <a href="#/forgot">{t("forgot")}</a>
      </p>
    </div>
  );
}
