import { registerEnumType } from "type-graphql";

export enum StoryRequestReason {
  UNSUITABLE = "UNSUITABLE",
  DRAWING_GONE = "DRAWING_GONE",
  CONSENT_ENDED = "CONSENT_ENDED",
  UNAVAILABLE = "UNAVAILABLE",
}
registerEnumType(StoryRequestReason, {
  name: "StoryRequestReason",
  description: "Why there is no story.",
  valuesConfig: {
    UNSUITABLE: { description: "The picture or the text did not pass the check, or the AI declined." },
    DRAWING_GONE: { description: "The drawing was deleted meanwhile." },
    CONSENT_ENDED: { description: "The guardian's consent ended meanwhile." },
    UNAVAILABLE: { description: "The writer did not manage it in time. Ask again later." },
  },
});
