import { AccountUse } from "./AccountUse.js";
import { AdminRead } from "./AdminRead.js";
import { Consent } from "./Consent.js";
import { Drawing } from "./Drawing.js";
import { Erasure } from "./Erasure.js";
import { ExportFile } from "./ExportFile.js";
import { ExportPart } from "./ExportPart.js";
import { OneTimeToken } from "./OneTimeToken.js";
import { PendingErasure } from "./PendingErasure.js";
import { Picture } from "./Picture.js";
import { PictureLink } from "./PictureLink.js";
import { RateLimit } from "./RateLimit.js";
import { RemovedFile } from "./RemovedFile.js";
import { RowCount } from "./RowCount.js";
import { Session } from "./Session.js";
import { Story } from "./Story.js";
import { StoryRequest } from "./StoryRequest.js";
import { StorySpend } from "./StorySpend.js";
import { Tutorial } from "./Tutorial.js";
import { TutorialStep } from "./TutorialStep.js";
import { User } from "./User.js";

/** Every table of the model. */
export const entities = [
  User,
  Session,
  Tutorial,
  TutorialStep,
  Drawing,
  Story,
  RateLimit,
  RowCount,
  ExportFile,
  ExportPart,
  Erasure,
  PendingErasure,
  AdminRead,
  Consent,
  AccountUse,
  OneTimeToken,
  Picture,
  RemovedFile,
  PictureLink,
  StoryRequest,
  StorySpend,
];
