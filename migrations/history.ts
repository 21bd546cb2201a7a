import { CreateSchema1795392000000 } from "./1795392000000-CreateSchema.js";
import { AddSessionUseAndRateLimits1795446000000 } from "./1795446000000-AddSessionUseAndRateLimits.js";
import { LimitLengths1795478400000 } from "./1795478400000-LimitLengths.js";
import { CountRowsOfAccounts1795478402000 } from "./1795478402000-CountRowsOfAccounts.js";
import { IndexExpiryOfSessions1795482000000 } from "./1795482000000-IndexExpiryOfSessions.js";
import { LeaveRoomForCounts1795485600000 } from "./1795485600000-LeaveRoomForCounts.js";
import { IndexTutorialsInAnyCase1795700000000 } from "./1795700000000-IndexTutorialsInAnyCase.js";
import { MarkGeneratedStories1795800000000 } from "./1795800000000-MarkGeneratedStories.js";
import { MarkOlderGeneratedStories1795800000100 } from "./1795800000100-MarkOlderGeneratedStories.js";
import { CheckStoryOrigin1795800000200 } from "./1795800000200-CheckStoryOrigin.js";
import { AddExports1795800001000 } from "./1795800001000-AddExports.js";
import { AddErasures1795800002000 } from "./1795800002000-AddErasures.js";
import { AddAdminReads1795800003000 } from "./1795800003000-AddAdminReads.js";
import { AddConsents1795800004000 } from "./1795800004000-AddConsents.js";
import { AddAccountUses1795800006000 } from "./1795800006000-AddAccountUses.js";
import { BeginAccountUses1795800006100 } from "./1795800006100-BeginAccountUses.js";
import { AddOneTimeTokens1795800010000 } from "./1795800010000-AddOneTimeTokens.js";
import { StampAfterWaits1795800020000 } from "./1795800020000-StampAfterWaits.js";
import { SortTextsByCodePoints1795800021000 } from "./1795800021000-SortTextsByCodePoints.js";
import { AddDomainInAscii1795800022000 } from "./1795800022000-AddDomainInAscii.js";
import { StoreDomainsInAscii1795800022100 } from "./1795800022100-StoreDomainsInAscii.js";
import { RefuseUnwritableValues1795800023000 } from "./1795800023000-RefuseUnwritableValues.js";
import { MendImageLists1795800023100 } from "./1795800023100-MendImageLists.js";
import { CheckUnwritableValues1795800023200 } from "./1795800023200-CheckUnwritableValues.js";
import { AddSearchText1795800030000 } from "./1795800030000-AddSearchText.js";
import { FillSearchTextOfStories1795800030100 } from "./1795800030100-FillSearchTextOfStories.js";
import { FillSearchTextOfTutorials1795800030200 } from "./1795800030200-FillSearchTextOfTutorials.js";
import { FillSearchTextOfUsers1795800030300 } from "./1795800030300-FillSearchTextOfUsers.js";
import { IndexSearchAndFilters1795800030400 } from "./1795800030400-IndexSearchAndFilters.js";
import { AddAccountVersions1795800040000 } from "./1795800040000-AddAccountVersions.js";
import { AddPictures1795900000000 } from "./1795900000000-AddPictures.js";
import { IndexPictures1795900000100 } from "./1795900000100-IndexPictures.js";
import { OwnPictures1795900000200 } from "./1795900000200-OwnPictures.js";
import { AddStoryRequests1795900001000 } from "./1795900001000-AddStoryRequests.js";
import { AddLanguages1795900002000 } from "./1795900002000-AddLanguages.js";
import { CheckLanguages1795900002100 } from "./1795900002100-CheckLanguages.js";
import { AddStorySpends1795900003000 } from "./1795900003000-AddStorySpends.js";
import { IndexAdminReads1795900004000 } from "./1795900004000-IndexAdminReads.js";
import { CountRowsOfAnyTable1795900005000 } from "./1795900005000-CountRowsOfAnyTable.js";

/** Every migration, oldest first. A list and not a glob, so that nothing stale in a build folder is ever run. */
export const history = [
  CreateSchema1795392000000,
  AddSessionUseAndRateLimits1795446000000,
  LimitLengths1795478400000,
  CountRowsOfAccounts1795478402000,
  IndexExpiryOfSessions1795482000000,
  LeaveRoomForCounts1795485600000,
  IndexTutorialsInAnyCase1795700000000,
  MarkGeneratedStories1795800000000,
  MarkOlderGeneratedStories1795800000100,
  CheckStoryOrigin1795800000200,
  AddExports1795800001000,
  AddErasures1795800002000,
  AddAdminReads1795800003000,
  AddConsents1795800004000,
  AddAccountUses1795800006000,
  BeginAccountUses1795800006100,
  AddOneTimeTokens1795800010000,
  StampAfterWaits1795800020000,
  SortTextsByCodePoints1795800021000,
  AddDomainInAscii1795800022000,
  StoreDomainsInAscii1795800022100,
  RefuseUnwritableValues1795800023000,
  MendImageLists1795800023100,
  CheckUnwritableValues1795800023200,
  AddSearchText1795800030000,
  FillSearchTextOfStories1795800030100,
  FillSearchTextOfTutorials1795800030200,
  FillSearchTextOfUsers1795800030300,
  IndexSearchAndFilters1795800030400,
  AddAccountVersions1795800040000,
  AddPictures1795900000000,
  IndexPictures1795900000100,
  OwnPictures1795900000200,
  AddStoryRequests1795900001000,
  AddLanguages1795900002000,
  CheckLanguages1795900002100,
  AddStorySpends1795900003000,
  IndexAdminReads1795900004000,
  CountRowsOfAnyTable1795900005000,
];
