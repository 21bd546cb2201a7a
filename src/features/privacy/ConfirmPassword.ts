import type { RequestContext } from "#engine/features";
import type { User } from "../../entities/User.js";

/**
 * The viewer's account, when this is its password. The path leads to the argument that holds the password.
 * @throws ClientError UNAUTHENTICATED without a good token; BAD_USER_INPUT for another password; RATE_LIMITED after too many.
 */
export type ConfirmPassword = (
  context: RequestContext,
  password: string,
  path: readonly string[],
) => Promise<Pick<User, "id" | "email">>;
