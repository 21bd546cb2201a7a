import { useLanguage } from "../language";
import { usePage } from "../router";
import { Heading } from "./Heading";

/** What stands in for a page while it is read, and when it cannot be. */
export function Notice({ isLoading, onAgain }: { isLoading: boolean; onAgain?: () => void }) {
  const { t } = useLanguage();
  if (isLoading)
    return (
      <p className="loading" role="status">
        {t("loading")}
      </p>
    );
  return onAgain ? (
    <div className="notice" role="alert">
      <p>{t("failed")}</p>
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
