import { ArgsType, Field } from "type-graphql";
import { PictureSize } from "./PictureSize.js";

@ArgsType()
export class InSize {
  @Field(() => PictureSize, { defaultValue: PictureSize.FULL, description: "How large." })
  size: PictureSize;
}

/** The end of the next hour, in seconds since 1970: addresses stay the same for an hour, so that caches have a use. */
const UNTIL = "((floor(extract(epoch FROM now()) / 3600)::bigint + 2) * 3600)";

/**
 * The SQL of a picture's address, which ends after an hour or two. It is signed by HMAC-SHA256 (RFC 2104) within the statement, so that an
 * operation stays one statement. `PictureLinks` makes the key, and tells its signatures by the same.
 * @param key SQL of the picture's storage key, which makes null of null. @param from SQL of the tables that it names, if any.
 */
export function addressSql(key: string, size: PictureSize, from = ""): string {
  const signed = `convert_to(${key} || '.${size}.' || ${UNTIL}, 'UTF8')`;
  const hmac = `sha256(picture_links.outer_key || sha256(picture_links.inner_key || ${signed}))`;
  const sign = `translate(rtrim(encode(${hmac}, 'base64'), '='), '+/', '-_')`;
  return `(SELECT picture_links.base_url || '/pictures/' || ${key} || '/${size}?until=' || ${UNTIL} || '&sign=' || ${sign}
    FROM picture_links${from})`;
}

/**
 * The SQL of the address that a row shows: its picture's where it has one, otherwise the one that its column holds.
 * @param column the property of the column.
 */
export const shownAddressSql = (column: string) => (): string =>
  `CASE WHEN {pictureId} IS NULL THEN {${column}}
    ELSE ${addressSql("pictures.storage_key", PictureSize.FULL, " JOIN pictures ON pictures.id = {pictureId}")} END`;
