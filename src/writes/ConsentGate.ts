import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { ClientError, type Viewer } from "#engine/features";
import { ErrorCode } from "../codes.js";
import { writesContent } from "./writesContent.js";

/** Whether an account lacks a guardian's consent that holds. One without a birthday counts as a child's. */
const LACKS = `SELECT FROM users WHERE id = $1 AND (birthdate IS NULL OR birthdate > current_date - make_interval(years => $2))
  AND NOT EXISTS (SELECT FROM consents WHERE user_id = $1 AND withdrawn_at IS NULL)`;

/** The same for a birthday: when a child's account changes it, or when a first one would make an adult of an account with content. */
const LACKS_FOR_BIRTHDAY = `${LACKS} AND (birthdate IS NOT NULL OR ($3::date <= current_date - make_interval(years => $2)
  AND (EXISTS (SELECT FROM drawings WHERE user_id = $1) OR EXISTS (SELECT FROM stories WHERE user_id = $1))))`;

/** Keeps children without a guardian's consent from uploads and stories, where the settings ask for it. */
export class ConsentGate {
  /** @param age under which an account needs consent; absent where no account does. */
  constructor(private readonly age?: number) {}

  /** Before a row is made. Admins pass: the first one is made by the operator. @throws ClientError CONSENT_REQUIRED */
  checkNew(manager: EntityManager, viewer: Viewer): Promise<void> {
    return this.refuse(LACKS, manager, viewer);
  }

  /** Before a row is changed: writesContent decides what is content, for every mutation. @throws ClientError CONSENT_REQUIRED */
  async checkChange<Row extends ObjectLiteral>(
    manager: EntityManager,
    viewer: Viewer,
    entity: EntityTarget<Row>,
    changes: object,
  ): Promise<void> {
    if (writesContent(manager, entity, changes)) await this.refuse(LACKS, manager, viewer);
  }

  /**
   * A child cannot change their birthday without consent, and a first birthday makes no adult of an account with content. @throws
   * ClientError CONSENT_REQUIRED
   */
  checkNewBirthday(manager: EntityManager, viewer: Viewer, birthdate: string | null): Promise<void> {
    return this.refuse(LACKS_FOR_BIRTHDAY, manager, viewer, birthdate);
  }

  /** Whether the account lacks a consent that it needs, for work that goes on after its request. */
  async isMissing(manager: EntityManager, accountId: string): Promise<boolean> {
    if (this.age === undefined) return false;
    const found = await manager.query<unknown[]>(`${LACKS} AND role <> 'ADMIN'`, [accountId, this.age]);
    return found.length > 0;
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
