import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { DeleteStepDocument, type LessonStepFragment, MoveStepDocument, UpdateStepDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { DeleteButton } from "../parts/DeleteButton";
import { Problem } from "../parts/Problem";
import { StepFields, type StepTexts } from "./StepFields";
import { useAdminTexts } from "./useAdminTexts";

interface Properties {
  readonly step: LessonStepFragment;
  readonly count: number;
  /** After a change that came too late: somebody else's is shown then. */
  readonly readAgain: () => void;
}

/** A step whose texts are edited, and which is moved up and down. */
export function StepEditor({ step, count, readAgain }: Properties) {
  const { t } = useLanguage();
  const a = useAdminTexts();
  const { id, stepNumber, updatedAt } = step;
  const [input, setInput] = useState<StepTexts>({
    instructionEn: step.instructionEn,
    instructionDe: step.instructionDe,
    imageUrl: step.imageUrl,
  });
  const [update, updating] = useMutation(UpdateStepDocument);
  const [move, moving] = useMutation(MoveStepDocument);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void update({ variables: { id, input, seen: updatedAt } }).catch(readAgain);
  };
  const to = (position: number) => void move({ variables: { id, position } });
  return (
    <li>
      <form onSubmit={save} aria-label={`${t("step")} ${stepNumber}`}>
        <p className="count">
          {t("step")} {stepNumber}
        </p>
        <img src={step.imageUrl} alt={`${t("step")} ${stepNumber}`} width="160" height="160" loading="lazy" />
        <StepFields value={input} onChange={setInput} failure={updating.error} />
        <Problem of={moving.error} />
        <div className="buttons">
          <button type="submit" disabled={updating.loading}>
            {t("save")}
          </button>
          <button
            type="button"
            className="quiet"
            disabled={stepNumber === 1 || moving.loading}
            onClick={() => to(stepNumber - 1)}
          >
            {a("up")}
          </button>
          <button
            type="button"
            className="quiet"
            disabled={stepNumber === count || moving.loading}
            onClick={() => to(stepNumber + 1)}
          >
            {a("down")}
          </button>
          <DeleteButton document={DeleteStepDocument} id={id} question={a("removeStep")} more={a("removeStepMore")} />
        </div>
      </form>
    </li>
  );
}
