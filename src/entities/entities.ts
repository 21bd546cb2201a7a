import { Drawing } from "./Drawing.js";
import { RateLimit } from "./RateLimit.js";
import { RowCount } from "./RowCount.js";
import { Session } from "./Session.js";
import { Story } from "./Story.js";
import { Tutorial } from "./Tutorial.js";
import { TutorialStep } from "./TutorialStep.js";
import { User } from "./User.js";

/** Every table of the model. */
export const entities = [User, Session, Tutorial, TutorialStep, Drawing, Story, RateLimit, RowCount];
