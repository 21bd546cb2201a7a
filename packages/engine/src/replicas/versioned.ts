import type { AccessPolicy } from "../compiler/AccessPolicy.js";

/** The policy whose viewer has the version of the account besides. @throws Error where the policy knows no versions. */
export function versioned(access: AccessPolicy): AccessPolicy {
  const { viewer, versions } = access;
  if (!versions) throw new Error("The access policy has no versions, so no replica may answer.");
  return {
    ...access,
    viewer: (tokenHash) => `SELECT session.*, (${versions.of("session.id")}) AS version FROM (${viewer(tokenHash)}) AS session`,
    isVersioned: true,
  };
}
