import type { EntityManager } from "typeorm";
import { consentRequired } from "../errors.js";
import type { Viewer } from "./Writer.js";

/** Whether an account lacks a guardian's consent that holds. One without a birthday counts as a child's. */
const LACKS = `SELECT FROM users WHERE id = $1 AND (birthdate IS NULL OR birthdate > current_date - make_interval(years => $2))
  AND NOT EXISTS (SELECT FROM consents WHERE user_id = $1 AND withdrawn_at IS NULL)`;

/** Keeps children without a guardian's consent from uploads and stories, where the settings ask for it. */
export class ConsentGate {
  /** @param age under which an account needs consent; nobody does where it is absent. */
  constructor(private readonly age?: number) {}

  /** Admins pass: the first one is made by the operator. @throws ClientError CONSENT_REQUIRED */
  async check(manager: EntityManager, viewer: Viewer): Promise<void> {
    if (this.age === undefined || viewer.isAdmin) return;
    const lacking = await manager.query<unknown[]>(LACKS, [viewer.id, this.age]);
    if (lacking.length > 0) throw consentRequired(this.age);
  }
}
