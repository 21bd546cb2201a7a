import { errorsIn } from "novadraw-client/errors";
import { errorTexts } from "./errorTexts";

type Told = keyof typeof errorTexts;

/** The name of the text that tells a failure, by its code; undefined where nothing failed. */
export function told(failure: unknown): Told | undefined {
  if (!failure) return undefined;
  const { code: own } = failure as { readonly code?: unknown };
  const error = errorsIn(failure)[0];
  const problem = error?.extensions.fields?.[0]?.code;
  return known(problem) ?? known(error?.extensions.code) ?? known(own) ?? "failed";
}

/** The name of the text that tells what is wrong with a field. */
export const problemText = (code: string): Told => known(code) ?? "unusable";

const known = (code: unknown): Told | undefined =>
  typeof code === "string" && Object.hasOwn(errorTexts, code) ? (code as Told) : undefined;
