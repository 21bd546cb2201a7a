/**
 * Who gets what from every query, mutation and object field: docs/guarantees.md#a1. Four words a field, for nobody signed in, the
 * owner of what is asked for, another user, and an admin: `ok` is an answer that holds something, `null` and `empty` are ones that hold nothing,
 * anything else is the code of the error. `everyone` and `owner` stand for the two common lines.
 */
const LINES = {
  everyone: "ok ok ok ok",
  /** Others do not see the row at all. */
  owner: "null ok null ok",
  signedIn: "UNAUTHENTICATED ok ok ok",
  /** Someone else's row answers like one that does not exist, for admins too. */
  ownRow: "UNAUTHENTICATED ok NOT_FOUND NOT_FOUND",
  admins: "UNAUTHENTICATED FORBIDDEN FORBIDDEN ok",
};

const all = (type: string, fields: string, line: string): [string, string][] =>
  fields.split(" ").map((field) => [`${type}.${field}`, line]);

export const permissions: ReadonlyMap<string, string> = new Map([
  ...all("Query", "tutorial tutorials tutorialCategories", LINES.everyone),
  ...all("Query", "me", "null ok ok ok"),
  ...all("Query", "node user drawing story storyRequest", LINES.owner),
  ...all("Query", "users adminReads", LINES.admins),
  ...all("Query", "drawings stories", "UNAUTHENTICATED ok empty ok"),

  ...all("Mutation", "signUp signIn requestPasswordReset resetPassword verifyEmail", LINES.everyone),
  ...all("Mutation", "signOut signOutEverywhere updateMe requestEmailVerification", LINES.signedIn),
  ...all(
    "Mutation",
    "changeEmail changePassword requestExport eraseMe giveConsent",
    "UNAUTHENTICATED ok BAD_USER_INPUT BAD_USER_INPUT",
  ),
  ...all("Mutation", "endSession withdrawConsent", LINES.ownRow),
  ...all("Mutation", "createDrawing createPicture", LINES.signedIn),
  ...all("Mutation", "updateDrawing addEditedImage removeEditedImage deleteDrawing deleteDrawings", LINES.ownRow),
  // It names the owner's drawing, which does not exist for others.
  ...all("Mutation", "createStory requestStory", LINES.ownRow),
  ...all("Mutation", "updateStory setStoryFavorite deleteStory setStoriesFavorite deleteStories", LINES.ownRow),
  ...all("Mutation", "setUserRole createTutorial updateTutorial deleteTutorial", LINES.admins),
  ...all("Mutation", "addTutorialStep updateTutorialStep moveTutorialStep deleteTutorialStep", LINES.admins),

  ...all("User", "id email emailVerifiedAt name birthdate role language createdAt updatedAt drawings stories", LINES.owner),
  ...all("User", "sessions", "null ok null empty"),
  ...all("User", "consents", LINES.owner),
  ...all("Consent", "id guardian method textVersion givenAt withdrawnAt", LINES.owner),
  ...all("Session", "id createdAt lastUsedAt expiresAt userAgent isCurrent", "null ok null empty"),
  ...all(
    "Tutorial",
    "id category categoryDe subject subjectDe totalSteps thumbnailUrl descriptionEn descriptionDe description",
    LINES.everyone,
  ),
  ...all("Tutorial", "createdAt updatedAt steps", LINES.everyone),
  ...all("Tutorial", "drawings", "empty ok empty ok"),
  ...all("TutorialStep", "id stepNumber instructionEn instructionDe instruction imageUrl", LINES.everyone),
  ...all("TutorialStep", "createdAt updatedAt tutorial", LINES.everyone),
  ...all(
    "Drawing",
    "id uploadedImageUrl editedImagesUrls createdAt updatedAt user tutorial stories picture storyRequests",
    LINES.owner,
  ),
  ...all(
    "Story",
    "id title titleDe storyTextEn storyTextDe storyText excerpt imageUrl isFavorite generationTimeMs origin aiModel",
    LINES.owner,
  ),
  ...all("Story", "label digitalSourceType createdAt updatedAt user drawing picture", LINES.owner),
  ...all("Picture", "id user uploadedAt width height url createdAt updatedAt", LINES.owner),
  ...all("AdminRead", "id admin user operation readAt", LINES.admins),
  ...all("AdminReadConnection", "edges nodes pageInfo totalCount", LINES.admins),
  ...all("AdminReadEdge", "cursor node", LINES.admins),
  ...all("StoryRequest", "id user drawing story state reason message createdAt updatedAt finishedAt", LINES.owner),
  ...all("StoryRequestConnection", "edges nodes pageInfo totalCount", LINES.owner),
  ...all("StoryRequestEdge", "cursor node", LINES.owner),
  ...all("PictureUpload", "picture url expiresAt", LINES.signedIn),
  ...all("TutorialCategory", "name tutorialCount", LINES.everyone),

  ...all("UserConnection", "edges nodes pageInfo totalCount", LINES.admins),
  ...all("UserEdge", "cursor node", LINES.admins),
  ...all("TutorialConnection", "edges nodes pageInfo totalCount", LINES.everyone),
  ...all("TutorialEdge", "cursor node", LINES.everyone),
  ...all("DrawingConnection", "edges nodes pageInfo totalCount", LINES.owner),
  ...all("DrawingEdge", "cursor node", LINES.owner),
  ...all("StoryConnection", "edges nodes pageInfo totalCount", LINES.owner),
  ...all("StoryEdge", "cursor node", LINES.owner),
  ...all("PageInfo", "hasNextPage hasPreviousPage startCursor endCursor", LINES.owner),
  ...all("AuthPayload", "token expiresAt user", LINES.everyone),
  ...all("DataExport", "url expiresAt", "UNAUTHENTICATED ok BAD_USER_INPUT BAD_USER_INPUT"),
  ...all("ErasureReceipt", "id erasedAt isPending counts signature", "UNAUTHENTICATED ok BAD_USER_INPUT BAD_USER_INPUT"),
  ...all("ErasureReceipt", "imageUrls", "UNAUTHENTICATED ok BAD_USER_INPUT BAD_USER_INPUT"),
  ...all("ErasedRows", "table rows", "UNAUTHENTICATED ok BAD_USER_INPUT BAD_USER_INPUT"),
]);
