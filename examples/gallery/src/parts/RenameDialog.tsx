import { useMutation } from "@apollo/client/react";
import { errorWith, problemOf } from "novadraw-client/errors";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { type ReadingFragment, RenameDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { told } from "../told";

/** What is said of a title that the API refuses, by the code: its messages are for developers, and English. */
const PROBLEMS: Readonly<Record<string, "tooShort" | "tooLong">> = { TOO_SHORT: "tooShort", TOO_LONG: "tooLong" };

interface Renaming {
  readonly story: ReadingFragment;
  /** Reads the story again. */
  readonly readAgain: () => Promise<ReadingFragment>;
  readonly onClose: () => void;
}

/**
 * Renames a story. When somebody else was quicker, it shows both titles, and sends the one that is chosen or merged with the
 * updatedAt that the conflict named.
 */
export function RenameDialog({ story, readAgain, onClose }: Renaming) {
  const { t, language } = useLanguage();
  // Each language has its headline, where the story has two.
  const field = language === "de" && story.titleDe !== null ? "titleDe" : "title";
  const dialog = useRef<HTMLDialogElement>(null);
  const [title, setTitle] = useState(story[field] ?? "");
  const [seen, setSeen] = useState(story.updatedAt);
  const [rivals, setRivals] = useState<{ mine: string; theirs: string }>();
  const [rename, { loading, error }] = useMutation(RenameDocument);
  useEffect(() => dialog.current?.showModal(), []);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await rename({ variables: { id: story.id, input: { [field]: title }, seen } });
      onClose();
    } catch (failure) {
      const updatedAt = errorWith("CONFLICT", failure)?.extensions.updatedAt;
      if (updatedAt === undefined) return;
      setRivals({ mine: title, theirs: (await readAgain())[field] ?? "" });
      setSeen(updatedAt);
    }
  };
  const problem = problemOf(field, error);
  const isFailed = error && !problem && !errorWith("CONFLICT", error);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="rename-heading">
      <form onSubmit={(event) => void save(event)}>
        <h2 id="rename-heading">{t("rename")}</h2>
        {rivals && (
          <div className="conflict" role="alert">
            <p>
              <strong>{t("conflict")}.</strong> {t("conflictMore")}
            </p>
            <dl>
              {(["theirs", "mine"] as const).map((side) => (
                <div key={side}>
                  <dt>{t(side === "mine" ? "yours" : "theirs")}</dt>
                  <dd>
                    <button type="button" className="quiet" onClick={() => setTitle(rivals[side])}>
                      {rivals[side]}
                    </button>
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
        <label>
          {t("newTitle")}
          <input
            value={title}
            required
            onChange={(event) => setTitle(event.target.value)}
            aria-invalid={problem !== undefined}
            aria-describedby="rename-problem"
          />
        </label>
        <p id="rename-problem" className="problem" role="status">
          {problem ? t(PROBLEMS[problem.code] ?? "noTitle") : isFailed && t(told(error) ?? "failed")}
        </p>
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" disabled={loading}>
            {t("save")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
