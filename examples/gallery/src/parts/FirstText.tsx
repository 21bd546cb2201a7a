import { useLanguage } from "../language";

/** What there is to read while the pages are loaded. */
export function FirstText() {
  const { t } = useLanguage();
  return (
    <>
      <p className="lead">{t("intro")}</p>
      <p className="loading" role="status">
        {t("loading")}
      </p>
    </>
  );
}
