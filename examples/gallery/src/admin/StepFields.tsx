import { Field } from "../parts/Field";
import { Problem } from "../parts/Problem";
import { useAdminTexts } from "./useAdminTexts";

export interface StepTexts {
  readonly instructionEn: string;
  readonly instructionDe: string;
  readonly imageUrl: string;
}

const FIELDS = ["instructionEn", "instructionDe", "imageUrl"];

interface Properties {
  readonly value: StepTexts;
  readonly onChange: (value: StepTexts) => void;
  readonly failure: unknown;
}

/** What a step says and shows, to be edited. */
export function StepFields({ value, onChange, failure }: Properties) {
  const a = useAdminTexts();
  const field = (name: keyof StepTexts, label: string, lines?: number) => (
    <Field
      label={label}
      of={name}
      failure={failure}
      required
      lines={lines}
      value={value[name]}
      onValue={(text) => onChange({ ...value, [name]: text })}
    />
  );
  return (
    <>
      {field("instructionEn", `${a("instruction")} · EN`, 2)}
      {field("instructionDe", `${a("instruction")} · DE`, 2)}
      {field("imageUrl", a("picture"))}
      <Problem of={failure} beside={FIELDS} />
    </>
  );
}
