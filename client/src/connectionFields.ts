/** The fields that answer lists in pages, by the type that has them. */
export const connectionFields = {
  Query: ["adminReads", "drawings", "stories", "tutorials", "users"],
  User: ["drawings", "stories"],
  Tutorial: ["drawings"],
  Drawing: ["stories", "storyRequests"],
} as const;
