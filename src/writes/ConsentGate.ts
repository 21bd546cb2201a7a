import type { EntityManager } from "typeorm";
import { consentRequired } from "../errors.js";
import type { Viewer } from "./Writer.js";

/** Whether an account lacks a guardian's consent that holds. One without a birthday counts as a child's. */
const LACKS = `SELECT FROM users WHERE id = $1 AND (birthdate IS NULL OR birthdate > current_date - make_interval(years => $2))
  AND NOT EXISTS (SELECT FROM consents WHERE user_id = $1 AND withdrawn_at IS NULL)`;

/** The same, where the account has said that it is a child's. */
const IS_CHILD_AND_LACKS = `${LACKS} AND birthdate IS NOT NULL`;

/** Keeps children without a guardian's consent from uploads and stories, where the settings ask for it. */
export class ConsentGate {
  /** @param age under which an account needs consent; nobody does where it is absent. */
  constructor(private readonly age?: number) {}

  /** Admins pass: the first one is made by the operator. @throws ClientError CONSENT_REQUIRED */
  check(manager: EntityManager, viewer: Viewer): Promise<void> {
    return this.refuse(LACKS, manager, viewer);
  }

  /** A birthday may be given once. A child's changes only with consent, or anyone could grow up by a mutation. @throws ClientError CONSENT_REQUIRED */
  checkNewBirthday(manager: EntityManager, viewer: Viewer): Promise<void> {
    return this.refuse(IS_CHILD_AND_LACKS, manager, viewer);
  }

  private async refuse(whom: string, manager: EntityManager, viewer: Viewer): Promise<void> {
    if (this.age === undefined || viewer.isAdmin) return;
    const found = await manager.query<unknown[]>(whom, [viewer.id, this.age]);
    if (found.length > 0) throw consentRequired(this.age);
  }
}
