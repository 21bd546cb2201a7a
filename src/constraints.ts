import { accountConstraints } from "./features/accounts/accountConstraints.js";
import { drawingConstraints } from "./features/drawings/drawingConstraints.js";
import { privacyConstraints } from "./features/privacy/privacyConstraints.js";
import { storyConstraints } from "./features/stories/storyConstraints.js";
import { storyRequestConstraints } from "./features/storyWriting/storyRequestConstraints.js";

/** What PostgreSQL's constraints mean to a client, as the features know it. */
export const constraints = {
  ...accountConstraints,
  ...drawingConstraints,
  ...privacyConstraints,
  ...storyConstraints,
  ...storyRequestConstraints,
};
