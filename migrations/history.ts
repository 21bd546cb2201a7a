import { CreateSchema1795392000000 } from "./1795392000000-CreateSchema.js";
import { AddSessionUseAndRateLimits1795446000000 } from "./1795446000000-AddSessionUseAndRateLimits.js";
import { LimitLengths1795478400000 } from "./1795478400000-LimitLengths.js";
import { CountRowsOfAccounts1795478402000 } from "./1795478402000-CountRowsOfAccounts.js";
import { IndexExpiryOfSessions1795482000000 } from "./1795482000000-IndexExpiryOfSessions.js";
import { MarkGeneratedStories1795600000000 } from "./1795600000000-MarkGeneratedStories.js";
import { AddExports1795600001000 } from "./1795600001000-AddExports.js";
import { AddErasures1795600002000 } from "./1795600002000-AddErasures.js";
import { AddAdminReads1795600003000 } from "./1795600003000-AddAdminReads.js";

/** Every migration, oldest first. A list and not a glob, so that nothing stale in a build folder is ever run. */
export const history = [
  CreateSchema1795392000000,
  AddSessionUseAndRateLimits1795446000000,
  LimitLengths1795478400000,
  CountRowsOfAccounts1795478402000,
  IndexExpiryOfSessions1795482000000,
  MarkGeneratedStories1795600000000,
  AddExports1795600001000,
  AddErasures1795600002000,
  AddAdminReads1795600003000,
];
