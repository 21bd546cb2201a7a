import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { type AccountQuery, RequestEmailVerificationDocument, UpdateMeDocument } from "../gql/graphql";
import { type Language, useLanguage } from "../language";
import { Field } from "../parts/Field";
import { Problem } from "../parts/Problem";

/** The name, and the language that mails are written in and the app starts in. */
export function ProfileForm({ account }: { account: NonNullable<AccountQuery["me"]> }) {
  const { t, language, choose } = useLanguage();
  const [name, setName] = useState(account.name ?? "");
  const [spoken, setSpoken] = useState(account.language);
  const [update, { data, loading, error }] = useMutation(UpdateMeDocument);
  const [verify, verifying] = useMutation(RequestEmailVerificationDocument);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await update({ variables: { input: { name: name.trim() || null, language: spoken } } }).catch(
      () => undefined,
    );
    if (answer?.data?.updateMe) choose(spoken.toLowerCase() as Language);
  };
  return (
    <>
      <h2>{t("profile")}</h2>
      {account.emailVerifiedAt === null && (
        <p className="hint">
          {t(verifying.data ? "verifySent" : "notVerified")}{" "}
          {!verifying.data && (
            <button
              type="button"
              className="quiet"
              disabled={verifying.loading}
              onClick={() => void verify({ variables: { language: language === "de" ? "DE" : "EN" } })}
            >
              {t("sendLink")}
            </button>
          )}
        </p>
      )}
      <Problem of={verifying.error} />
      <form onSubmit={(event) => void save(event)}>
        <Field label={t("name")} of="name" failure={error} value={name} onValue={setName} autoComplete="nickname" />
        <label>
          {t("language")}
          <select value={spoken} onChange={({ target }) => setSpoken(target.value as typeof spoken)}>
            <option value="EN">English</option>
            <option value="DE">Deutsch</option>
          </select>
        </label>
        <Problem of={error} beside={["name"]} />
        <div className="buttons">
          <button type="submit" disabled={loading}>
            {t("save")}
          </button>
          <span role="status">{data?.updateMe && t("saved")}</span>
        </div>
      </form>
    </>
  );
}
