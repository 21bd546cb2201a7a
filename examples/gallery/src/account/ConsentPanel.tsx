import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { type AgreementFragment, GiveConsentDocument, WithdrawConsentDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { CurrentPassword } from "../parts/CurrentPassword";
import { Field } from "../parts/Field";
import { Problem } from "../parts/Problem";

/** Which text was agreed to: another one gets another name. */
const TEXT_VERSION = "gallery-1";

/** The consents of guardians, and a form to give one. */
export function ConsentPanel({ consents }: { consents: readonly AgreementFragment[] }) {
  const { t, day } = useLanguage();
  const [guardian, setGuardian] = useState("");
  const [currentPassword, setPassword] = useState("");
  const [give, giving] = useMutation(GiveConsentDocument);
  const [withdraw, withdrawing] = useMutation(WithdrawConsentDocument);

  const agree = async (event: FormEvent) => {
    event.preventDefault();
    await give({ variables: { input: { guardian, currentPassword, textVersion: TEXT_VERSION } } }).catch(() => undefined);
    setPassword("");
  };
  return (
    <section id="consent" aria-labelledby="consent-heading">
      <h2 id="consent-heading">{t("consent")}</h2>
      {consents.length > 0 && (
        <ul className="sessions">
          {consents.map(({ id, guardian: name, givenAt, withdrawnAt }) => (
            <li key={id}>
              <span>
                <strong>{name}</strong>
                <span>
                  {t(withdrawnAt ? "withdrawn" : "agreed")} {day(withdrawnAt ?? givenAt)}
                </span>
              </span>
              {!withdrawnAt && (
                <button
                  type="button"
                  className="quiet"
                  disabled={withdrawing.loading}
                  onClick={() => void withdraw({ variables: { id } })}
                >
                  {t("withdraw")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Problem of={withdrawing.error} />
      {consents.every(({ withdrawnAt }) => withdrawnAt) && (
        <form onSubmit={(event) => void agree(event)}>
          <p>{t("consentText")}</p>
          <Field
            label={t("guardian")}
            of="guardian"
            failure={giving.error}
            required
            autoComplete="off"
            value={guardian}
            onValue={setGuardian}
          />
          <CurrentPassword value={currentPassword} onValue={setPassword} failure={giving.error} />
          <Problem of={giving.error} beside={["guardian", "currentPassword"]} />
          <div className="buttons">
            <button type="submit" disabled={giving.loading}>
              {t("agree")}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
