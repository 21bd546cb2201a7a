import { useMutation } from "@apollo/client/react";
import { VerifyEmailDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { linkToken } from "../linkToken";
import { Heading } from "../parts/Heading";
import { Problem } from "../parts/Problem";
import { usePage } from "../router";

/** The page that EMAIL_VERIFICATION_URL names. */
export function VerifyPage() {
  const { t } = useLanguage();
  usePage(t("verify"));
  const token = linkToken();
  const [verify, { data, loading, error }] = useMutation(VerifyEmailDocument);
  return (
    <div className="narrow">
      <Heading>{t("verify")}</Heading>
      {data?.verifyEmail || token === undefined ? (
        <p className="lead" role="status">
          {t(token === undefined ? "noLink" : "verified")}
        </p>
      ) : (
        <>
          <Problem of={error} />
          <button type="button" disabled={loading} onClick={() => void verify({ variables: { token } })}>
            {t("verify")}
          </button>
        </>
      )}
      <p className="links">
        <a href="#/gallery">{t("gallery")}</a>
      </p>
    </div>
  );
}
