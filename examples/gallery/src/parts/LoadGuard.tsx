import { Component, type ReactNode } from "react";
import { useLanguage } from "../language";

/** Says so when a part of the app cannot be loaded: without a connection, or after another one was rolled out. */
export class LoadGuard extends Component<{ children: ReactNode }, { isFailed: boolean }> {
  override state = { isFailed: false };

  static getDerivedStateFromError() {
    return { isFailed: true };
  }

  override render() {
    return this.state.isFailed ? <NotLoaded /> : this.props.children;
  }
}

function NotLoaded() {
  const { t } = useLanguage();
  return (
    <div className="notice" role="alert">
      <h1>{t("failed")}</h1>
      <button type="button" onClick={() => location.reload()}>
        {t("again")}
      </button>
    </div>
  );
}
