// Written by `npm run schema` from schema.graphql.

/** Which types stand behind each interface, for clients that match fragments. */
export const possibleTypes = {
  Node: ["Drawing", "Picture", "Story", "StoryRequest", "Tutorial", "TutorialStep", "User"],
};

/** The fields that answer lists in pages, by the type that has them. */
export const connectionFields = {
  Drawing: ["stories", "storyRequests"],
  Query: ["adminReads", "drawings", "stories", "tutorials", "users"],
  Tutorial: ["drawings"],
  User: ["drawings", "stories"],
} as const;

/** The types that no id names. */
export const typesWithoutId = ["AuthPayload", "DataExport", "ErasedRows", "PageInfo", "PictureUpload", "TutorialCategory"];
