import type { RaiseVersion } from "../../packages/engine/src/writes/Writer.js";

/** Raises the version of an account in the transaction of its write. Each account has a row there from its first moment on. */
export const raiseVersion: RaiseVersion = async (manager, accountId) => {
  await manager.query("UPDATE account_uses SET version = version + 1 WHERE user_id = $1", [accountId]);
};
