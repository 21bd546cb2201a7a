import { tokenRefused } from "#engine/features";

/** The meaning of the constraints of copies and consents: the account has just been erased. */
export const privacyConstraints = {
  exports_user_id_fkey: () => tokenRefused(),
  consents_user_id_fkey: () => tokenRefused(),
  pending_erasures_user_id_fkey: () => tokenRefused(),
};
