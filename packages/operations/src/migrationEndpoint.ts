import { isPooled, standardUrl } from "#engine/database";
import { OperationError } from "./OperationError.js";
import type { OperatorsSettings } from "./OperatorsSettings.js";

export interface Endpoint {
  readonly url: string;
  /** A note for the operator about the choice. */
  readonly note?: string;
}

/**
 * Where migrations connect to: DATABASE_URL_UNPOOLED, or else DATABASE_URL, with a pooled host of Neon's replaced by its direct
 * form. Undefined for the embedded database. @throws OperationError when DATABASE_URL_UNPOOLED names a pooled host.
 */
export function migrationEndpoint({ url, unpooledUrl }: OperatorsSettings): Endpoint | undefined {
  if (unpooledUrl !== undefined) {
    if (isPooled(hostOf(unpooledUrl)))
      throw new OperationError("DATABASE_URL_UNPOOLED names a pooled host (-pooler). Set it to the direct one.");
    return { url: unpooledUrl };
  }
  if (url === undefined) return undefined;
  if (!isPooled(hostOf(url))) return { url };
  const direct = standardUrl(url);
  direct.hostname = direct.hostname.replace(/-pooler(?=\.|$)/, "");
  return { url: direct.href, note: `DATABASE_URL names a pooled host; this uses its direct form, ${direct.hostname}.` };
}

const hostOf = (url: string): string => standardUrl(url).hostname;
