import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../language";

/** Asks for the next page when the end of the list comes near, or when the button is pressed. */
export function EndOfList({ hasMore, readMore }: { hasMore: boolean; readMore: () => Promise<unknown> }) {
  const { t } = useLanguage();
  const [state, setState] = useState<"idle" | "reading" | "failed">("idle");
  const end = useRef<HTMLDivElement>(null);
  const read = async () => {
    setState("reading");
    await readMore().then(
      () => setState("idle"),
      () => setState("failed"),
    );
  };
  const latest = useRef(read);
  latest.current = read;
  const isWatching = hasMore && state === "idle";
  useEffect(() => {
    if (!isWatching || !end.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && void latest.current(), {
      rootMargin: "500px",
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [isWatching]);
  return (
    <div className="end" ref={end} aria-live="polite">
      {state === "failed" && <p>{t("failed")}</p>}
      {hasMore ? (
        <button type="button" disabled={state === "reading"} onClick={() => void read()}>
          {state === "reading" ? t("loading") : t("more")}
        </button>
      ) : (
        <p>{t("allShown")}</p>
      )}
    </div>
  );
}
