import { problemOf } from "novadraw-client/errors";
import { type InputHTMLAttributes, useId } from "react";
import { useLanguage } from "../language";
import { problemText } from "../told";

interface Properties extends Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange"> {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** What was thrown, and the input field of the API that this one is: what is wrong with it is told beside it. */
  readonly failure?: unknown;
  readonly of: string;
}

/** A labelled field that tells what the API finds wrong with it, by the code. */
export function Field({ label, value, onValue, failure, of, ...input }: Properties) {
  const { t } = useLanguage();
  const id = useId();
  const problem = problemOf(of, failure);
  return (
    <label>
      {label}
      <input
        {...input}
        value={value}
        onChange={({ target }) => onValue(target.value)}
        aria-invalid={problem !== undefined}
        aria-describedby={problem && id}
      />
      {problem && (
        <span id={id} className="problem" role="alert">
          {t(problemText(problem.code))}
        </span>
      )}
    </label>
  );
}
