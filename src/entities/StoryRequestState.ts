import { registerEnumType } from "type-graphql";

export enum StoryRequestState {
  REQUESTED = "REQUESTED",
  WRITING = "WRITING",
  READY = "READY",
  REFUSED = "REFUSED",
  FAILED = "FAILED",
}
registerEnumType(StoryRequestState, {
  name: "StoryRequestState",
  description: "How a story that was asked for is getting on.",
  valuesConfig: {
    REQUESTED: { description: "It waits for its turn, or for another try." },
    WRITING: { description: "It is being written." },
    READY: { description: "It is there: see story." },
    REFUSED: { description: "It will not be written: the picture or the text is not for children." },
    FAILED: { description: "It could not be written: see reason. Another may be asked for." },
  },
});
