import { errorWith } from "novadraw-client/errors";
import { useLanguage } from "../language";
import { usePage } from "../router";
import { told } from "../told";
import { Heading } from "./Heading";

/** What stands in for a page while it is read, when that failed, and when there is no such row. */
export function Notice({ isLoading, error, onAgain }: { isLoading: boolean; error?: unknown; onAgain: () => void }) {
  const { t } = useLanguage();
  if (isLoading)
    return (
      <p className="loading" role="status">
        {t("loading")}
      </p>
    );
  // Of an address that was mistyped the API says that it has no id.
  return error && !errorWith("BAD_USER_INPUT", error) ? (
    <div className="notice" role="alert">
      <Heading>{t(told(error) ?? "failed")}</Heading>
      <button type="button" onClick={onAgain}>
        {t("again")}
      </button>
    </div>
  ) : (
    <NothingHere />
  );
}

function NothingHere() {
  const { t } = useLanguage();
  usePage("NovaDraw");
  return (
    <div className="notice">
      <Heading>{t("notFound")}</Heading>
      <a href="#/gallery">{t("gallery")}</a>
    </div>
  );
}
