import { useLanguage } from "../language";
import { Field } from "./Field";

interface Properties {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** What the mutation threw that asked for it. */
  readonly failure?: unknown;
}

/** The field in which an account confirms a change with its password. */
export function CurrentPassword(properties: Properties) {
  const { t } = useLanguage();
  return (
    <Field
      {...properties}
      label={t("currentPassword")}
      of="currentPassword"
      type="password"
      autoComplete="current-password"
      required
    />
  );
}
