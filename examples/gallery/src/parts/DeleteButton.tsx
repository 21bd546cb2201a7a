import type { TypedDocumentNode } from "@apollo/client";
import { useMutation } from "@apollo/client/react";
import { useEffect, useId, useRef, useState } from "react";
import { useLanguage } from "../language";
import { Icon } from "./Icon";
import { Problem } from "./Problem";

interface Deletion {
  readonly document: TypedDocumentNode<unknown, { id: string }>;
  readonly id: string;
  readonly question: string;
  readonly more: string;
  /** Where to go when it is gone; to stay when absent. */
  readonly then?: string;
}

/** Deletes a row after the question whether that is meant. */
export function DeleteButton({ question, ...deletion }: Deletion) {
  const { t } = useLanguage();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="quiet danger" onClick={() => setAsking(true)}>
        <Icon name="bin" />
        {t("remove")}
      </button>
      {isAsking && <Question {...deletion} question={question} onClose={() => setAsking(false)} />}
    </>
  );
}

function Question({ document, id, question, more, then, onClose }: Deletion & { onClose: () => void }) {
  const { t } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [remove, { loading, error }] = useMutation(document, {
    onCompleted: () => (then === undefined ? onClose() : location.assign(then)),
  });
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby={heading}>
      <h2 id={heading}>{question}</h2>
      <p>{more}</p>
      <Problem of={error} />
      <div className="buttons">
        <button type="button" className="quiet" onClick={onClose}>
          {t("cancel")}
        </button>
        <button type="button" className="danger" disabled={loading} onClick={() => void remove({ variables: { id } })}>
          {t("remove")}
        </button>
      </div>
    </dialog>
  );
}
