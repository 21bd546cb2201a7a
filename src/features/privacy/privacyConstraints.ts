import { tokenRefused } from "#engine/features";

/** What the constraints of copies and consents are about: the account has just been erased. */
export const privacyConstraints = {
  exports_user_id_fkey: () => tokenRefused(),
  consents_user_id_fkey: () => tokenRefused(),
  pending_erasures_user_id_fkey: () => tokenRefused(),
};
