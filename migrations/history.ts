import { CreateSchema1795392000000 } from "./1795392000000-CreateSchema.js";
import { AddSessionUseAndRateLimits1795446000000 } from "./1795446000000-AddSessionUseAndRateLimits.js";
import { LimitLengths1795478400000 } from "./1795478400000-LimitLengths.js";
import { CountRowsOfAccounts1795478402000 } from "./1795478402000-CountRowsOfAccounts.js";
import { IndexExpiryOfSessions1795482000000 } from "./1795482000000-IndexExpiryOfSessions.js";
import { LeaveRoomForCounts1795485600000 } from "./1795485600000-LeaveRoomForCounts.js";
import { IndexTutorialsInAnyCase1795700000000 } from "./1795700000000-IndexTutorialsInAnyCase.js";

/** Every migration, oldest first. A list and not a glob, so that nothing stale in a build folder is ever run. */
export const history = [
  CreateSchema1795392000000,
  AddSessionUseAndRateLimits1795446000000,
  LimitLengths1795478400000,
  CountRowsOfAccounts1795478402000,
  IndexExpiryOfSessions1795482000000,
  LeaveRoomForCounts1795485600000,
  IndexTutorialsInAnyCase1795700000000,
];
