import { randomUUID } from "node:crypto";
import { type EntityManager, IsNull } from "typeorm";
import { conflict, insertRows, notFound, type RequestContext, type Writer } from "#engine/features";
import { Consent } from "../../entities/Consent.js";
import { ConsentMethod } from "../../entities/ConsentMethod.js";
import { limits } from "../../entities/limits.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { User } from "../../entities/User.js";
import { limitReached } from "../../writes/limitReached.js";
import type { ConfirmPassword } from "./ConfirmPassword.js";
import type { GiveConsentInput } from "./GiveConsentInput.js";

/** Guardians' consents. Each method returns the id of the account. */
export class Consents {
  /** @param isRecorded whether the settings have consents recorded at all. */
  constructor(
    private readonly writer: Writer,
    private readonly confirm: ConfirmPassword,
    private readonly isRecorded: boolean,
  ) {}

  /** Records the consent, which replaces one that holds. @throws ClientError what confirming the password throws; LIMIT_REACHED. */
  async give(context: RequestContext, { guardian, textVersion, currentPassword }: GiveConsentInput): Promise<string> {
    if (!this.isRecorded) throw conflict("Consents are not recorded here: the operator has set CONSENT=off.");
    await this.confirm(context, currentPassword, ["input", "currentPassword"]);
    return this.writer.asViewer(context, async (manager, { id }) => {
      await record(manager, id, { guardian, textVersion, method: ConsentMethod.ONLINE });
      return id;
    });
  }

  /** @throws ClientError NOT_FOUND for a consent that is not the viewer's, or has ended. */
  withdraw(context: RequestContext, consentId: string): Promise<string> {
    return this.writer.asViewer(context, async (manager, { id }) => {
      const mine = { id: consentId, userId: id, withdrawnAt: IsNull() };
      const { affected } = await manager.update(Consent, mine, { withdrawnAt: new Date() });
      if (affected !== 1) throw notFound("consent");
      return id;
    });
  }

  /** For operators, who have a signed form. Says whether there is such an account. */
  recordByEmail(email: string, consent: Pick<Consent, "guardian" | "method" | "textVersion">): Promise<boolean> {
    return this.writer.transact(async (manager) => {
      const user = await manager.findOneBy(User, { email: normalizeEmail(email) });
      if (user) await record(manager, user.id, consent);
      return user !== null;
    });
  }
}

async function record(
  manager: EntityManager,
  userId: string,
  consent: Pick<Consent, "guardian" | "method" | "textVersion">,
): Promise<void> {
  // Two at once would both find the last one free.
  await manager.findOne(User, { where: { id: userId }, select: { id: true }, lock: { mode: "for_no_key_update" } });
  if ((await manager.countBy(Consent, { userId })) >= limits.consents) throw limitReached("consents", limits.consents);
  await manager.update(Consent, { userId, withdrawnAt: IsNull() }, { withdrawnAt: new Date() });
  await insertRows(manager, Consent, [{ ...consent, id: randomUUID(), userId }]);
}
