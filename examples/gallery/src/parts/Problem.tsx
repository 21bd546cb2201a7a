import { errorsIn } from "novadraw-client/errors";
import { useLanguage } from "../language";
import { told } from "../told";

/** Tells what failed in the reader's language, by its code. What is wrong with fields, they tell themselves. */
export function Problem({ of, beside = [] }: { of: unknown; beside?: readonly string[] }) {
  const { t } = useLanguage();
  const fields = errorsIn(of).flatMap(({ extensions }) => extensions.fields ?? []);
  const isTold = fields.length > 0 && fields.every(({ path }) => beside.includes(String(path.at(-1))));
  const text = isTold ? undefined : told(of);
  return (
    <p className="problem" role="alert">
      {text && t(text)}
    </p>
  );
}
