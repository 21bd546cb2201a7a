import type { AccessPolicy, AccessRule, EntityClass } from "#engine/entities";
import { AdminRead } from "./entities/AdminRead.js";
import { Consent } from "./entities/Consent.js";
import { Drawing } from "./entities/Drawing.js";
import { Picture } from "./entities/Picture.js";
import { Session } from "./entities/Session.js";
import { Story } from "./entities/Story.js";
import { StoryRequest } from "./entities/StoryRequest.js";
import { USE_IS_DUE } from "./entities/sessionUse.js";
import { Tutorial } from "./entities/Tutorial.js";
import { TutorialStep } from "./entities/TutorialStep.js";
import { User } from "./entities/User.js";

/**
 * Who may read which rows: the whole read policy. Every row of an entity has to pass the entity's rule, on whatever path a
 * client reaches it. Admins see all rows, except where a rule is private. An entity that is not listed here cannot be read.
 */
export const access: AccessPolicy = {
  viewer: (tokenHash) =>
    "SELECT users.id, users.role = 'ADMIN' AS sees_all, sessions.id AS session_id, " +
    `${USE_IS_DUE} AS use_is_due ` +
    "FROM sessions JOIN users ON users.id = sessions.user_id " +
    `WHERE sessions.token_hash = ${tokenHash} AND sessions.expires_at > now()`,
  versions: {
    of: (account) => `SELECT version FROM account_uses WHERE user_id = ${account}`,
    raise: (account) => `UPDATE account_uses SET version = version + 1 WHERE user_id = ${account}`,
  },
  rules: new Map<EntityClass, AccessRule>([
    [User, { ownedBy: "id" }],
    [AdminRead, { ownedBy: "userId" }],
    [Consent, { ownedBy: "userId" }],
    [Session, { ownedBy: "userId", isPrivate: true, only: "{expiresAt} > now()" }],
    [Tutorial, { readableBy: "everyone" }],
    [TutorialStep, { readableBy: "everyone" }],
    [Drawing, { ownedBy: "userId" }],
    [Story, { ownedBy: "userId" }],
    [Picture, { ownedBy: "userId" }],
    [StoryRequest, { ownedBy: "userId" }],
  ]),
};
