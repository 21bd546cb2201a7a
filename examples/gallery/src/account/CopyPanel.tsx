import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { RequestExportDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { CurrentPassword } from "../parts/CurrentPassword";
import { Problem } from "../parts/Problem";

/** A copy of all that is held about the account. Its address works once, so it goes when it was pressed. */
export function CopyPanel() {
  const { t } = useLanguage();
  const [password, setPassword] = useState("");
  const [request, { data, loading, error, reset }] = useMutation(RequestExportDocument);
  const url = data?.requestExport?.url;

  const make = async (event: FormEvent) => {
    event.preventDefault();
    await request({ variables: { password } }).catch(() => undefined);
    setPassword("");
  };
  return (
    <section aria-labelledby="copy-heading">
      <h2 id="copy-heading">{t("copy")}</h2>
      <p>{t("copyMore")}</p>
      {url ? (
        // The click has to be over before the link goes.
        <a className="button" href={url} download onClick={() => setTimeout(reset)}>
          {t("fetchCopy")}
        </a>
      ) : (
        <form onSubmit={(event) => void make(event)}>
          <CurrentPassword value={password} onValue={setPassword} failure={error} />
          <Problem of={error} beside={["currentPassword"]} />
          <div className="buttons">
            <button type="submit" className="quiet" disabled={loading}>
              {t("makeCopy")}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
