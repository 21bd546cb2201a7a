import { problemOf } from "novadraw-client/errors";
import { type ChangeEvent, type InputHTMLAttributes, useId } from "react";
import { useLanguage } from "../language";
import { problemText } from "../told";

interface Properties extends Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange"> {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** What a mutation threw. Its problems with the input field `of` stand beside this one. */
  readonly failure?: unknown;
  readonly of: string;
  /** How many lines it shows; one that cannot have more when absent. */
  readonly lines?: number;
}

/** A labelled field that tells what the API finds wrong with it, by the code. */
export function Field({ label, value, onValue, failure, of, lines, ...input }: Properties) {
  const { t } = useLanguage();
  const id = useId();
  const problem = problemOf(of, failure);
  const shared = {
    id,
    value,
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onValue(target.value),
    "aria-invalid": problem !== undefined,
    "aria-describedby": problem && `${id}-problem`,
  };
  return (
    <label htmlFor={id}>
      {label}
      {lines === undefined ? <input {...input} {...shared} /> : <textarea rows={lines} required={input.required} {...shared} />}
      {problem && (
        <span id={`${id}-problem`} className="problem" role="alert">
          {t(problemText(problem.code))}
        </span>
      )}
    </label>
  );
}
