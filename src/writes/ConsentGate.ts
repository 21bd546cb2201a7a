import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { ClientError, type Viewer } from "#engine/features";
import { ErrorCode } from "../codes.js";
import { writesContent } from "./writesContent.js";

/** Whether an account lacks a guardian's consent that holds. One without a birthday counts as a child's. */
const LACKS = `SELECT FROM users WHERE id = $1 AND (birthdate IS NULL OR birthdate > current_date - make_interval(years => $2))
  AND NOT EXISTS (SELECT FROM consents WHERE user_id = $1 AND withdrawn_at IS NULL)`;

/**
 * The same, where another birthday would end what the account has said: that it is a child's; or where a first one would make an adult of
 * an account that has content, which is not known to be an adult's.
 */
const LACKS_FOR_BIRTHDAY = `${LACKS} AND (birthdate IS NOT NULL OR ($3::date <= current_date - make_interval(years => $2)
  AND (EXISTS (SELECT FROM drawings WHERE user_id = $1) OR EXISTS (SELECT FROM stories WHERE user_id = $1))))`;

/** Keeps children without a guardian's consent from uploads and stories, where the settings ask for it. */
export class ConsentGate {
  /** @param age under which an account needs consent; nobody does where it is absent. */
  constructor(private readonly age?: number) {}

  /** Before a row is made. Admins pass: the first one is made by the operator. @throws ClientError CONSENT_REQUIRED */
  checkNew(manager: EntityManager, viewer: Viewer): Promise<void> {
    return this.refuse(LACKS, manager, viewer);
  }

  /** Before a row is changed: what is content decides writesContent, for every mutation. @throws ClientError CONSENT_REQUIRED */
  async checkChange<Row extends ObjectLiteral>(
    manager: EntityManager,
    viewer: Viewer,
    entity: EntityTarget<Row>,
    changes: object,
  ): Promise<void> {
    if (writesContent(manager, entity, changes)) await this.refuse(LACKS, manager, viewer);
  }

  /**
   * A birthday may be given once. A child's changes only with consent, and a first one makes no adult of an account with content, or anyone
   * could grow up by a mutation. @throws ClientError CONSENT_REQUIRED
   */
  checkNewBirthday(manager: EntityManager, viewer: Viewer, birthdate: string | null): Promise<void> {
    return this.refuse(LACKS_FOR_BIRTHDAY, manager, viewer, birthdate);
  }

  private async refuse(whom: string, manager: EntityManager, viewer: Viewer, ...more: unknown[]): Promise<void> {
    if (this.age === undefined || viewer.isAdmin) return;
    const found = await manager.query<unknown[]>(whom, [viewer.id, this.age, ...more]);
    if (found.length > 0) throw consentRequired(this.age);
  }
}

const consentRequired = (age: number) =>
  new ClientError(
    ErrorCode.CONSENT_REQUIRED,
    `Under the age of ${age} this needs a guardian's consent. Send giveConsent with the guardian, or ask the operator to record it.`,
  );
