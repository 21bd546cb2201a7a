import { errorsIn } from "novadraw-client/errors";
import { UploadError } from "novadraw-client/upload";
import { errorTexts } from "./errorTexts";

/** The name of the text that tells a failure, by its code; undefined where nothing failed. */
export function told(failure: unknown): keyof typeof errorTexts | undefined {
  if (!failure) return undefined;
  const code = failure instanceof UploadError ? failure.code : errorsIn(failure)[0]?.extensions.code;
  return isTold(code) ? code : "failed";
}

const isTold = (code: string | undefined): code is keyof typeof errorTexts =>
  code !== undefined && Object.hasOwn(errorTexts, code);
