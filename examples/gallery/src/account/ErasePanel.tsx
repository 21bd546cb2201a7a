import { useMutation } from "@apollo/client/react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { EraseMeDocument, type EraseMeMutation } from "../gql/graphql";
import { useLanguage } from "../language";
import { CurrentPassword } from "../parts/CurrentPassword";
import { Field } from "../parts/Field";
import { Problem } from "../parts/Problem";
import { leave } from "../session";

/** Deletes the account, for who types its email and password once more. */
export function ErasePanel() {
  const { t } = useLanguage();
  const [email, setEmail] = useState("");
  const [currentPassword, setPassword] = useState("");
  const [erase, { data, loading, error }] = useMutation(EraseMeDocument);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void erase({ variables: { input: { email, currentPassword } } });
  };
  return (
    <details className="erase">
      <summary>{t("erase")}</summary>
      <p>{t("eraseMore")}</p>
      <form onSubmit={submit}>
        <Field
          label={t("email")}
          of="email"
          failure={error}
          type="email"
          autoComplete="off"
          required
          value={email}
          onValue={setEmail}
        />
        <CurrentPassword value={currentPassword} onValue={setPassword} failure={error} />
        <Problem of={error} beside={["email", "currentPassword"]} />
        <div className="buttons">
          <button type="submit" className="danger" disabled={loading}>
            {t("eraseNow")}
          </button>
        </div>
      </form>
      {data?.eraseMe && <Receipt receipt={data.eraseMe} />}
    </details>
  );
}

/** Says that it is done. The session has ended with the account, so the page goes with this. */
function Receipt({ receipt }: { receipt: NonNullable<EraseMeMutation["eraseMe"]> }) {
  const { t, day } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const file = `data:application/json,${encodeURIComponent(JSON.stringify(receipt, null, 2))}`;
  return (
    <dialog ref={dialog} onClose={leave} aria-labelledby="receipt-heading">
      <h2 id="receipt-heading">{t(receipt.isPending ? "erase" : "erased")}</h2>
      {receipt.isPending && (
        <p>
          {t("erasePending")} {day(receipt.erasedAt)}
        </p>
      )}
      <p>{t("receipt")}</p>
      <div className="buttons">
        <a className="button quiet" href={file} download="novadraw-receipt.json">
          {t("saveReceipt")}
        </a>
        <button type="button" onClick={leave}>
          {t("close")}
        </button>
      </div>
    </dialog>
  );
}
