import { registerEnumType } from "type-graphql";

export enum StoryOrigin {
  HUMAN = "HUMAN",
  AI = "AI",
}
registerEnumType(StoryOrigin, {
  name: "StoryOrigin",
  description: "Where a story comes from. The law asks that a text which an AI has made says so.",
  valuesConfig: { HUMAN: { description: "A person wrote it." }, AI: { description: "An AI wrote it." } },
});
