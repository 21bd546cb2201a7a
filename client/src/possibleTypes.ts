/** Which types stand behind each interface, for clients that match fragments. */
export const possibleTypes = {
  Node: ["Drawing", "Picture", "Story", "StoryRequest", "Tutorial", "TutorialStep", "User"],
};
