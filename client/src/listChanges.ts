/** What a mutation does to lists: of which type, whether rows come and go there, and which row is gone. */
export interface ListChange {
  readonly type: string;
  /** Rows came or went, which changes every list of the type; else only lists with a filter or an order of their own. */
  readonly isOfRows: boolean;
  /** The answer is the id of a row that is gone, or a list of such ids. */
  readonly isRemoval?: boolean;
}

const comes = (type: string): ListChange => ({ type, isOfRows: true });
const goes = (type: string): ListChange => ({ type, isOfRows: true, isRemoval: true });
const changes = (type: string): ListChange => ({ type, isOfRows: false });

/** What each mutation does to lists of rows; one that is not here does nothing to any. */
export const listChanges: Readonly<Record<string, readonly ListChange[]>> = {
  createDrawing: [comes("Drawing")],
  updateDrawing: [changes("Drawing")],
  addEditedImage: [changes("Drawing")],
  removeEditedImage: [changes("Drawing")],
  deleteDrawing: [goes("Drawing"), changes("Story")],
  deleteDrawings: [goes("Drawing"), changes("Story")],
  createStory: [comes("Story"), changes("Drawing")],
  updateStory: [changes("Story"), changes("Drawing")],
  requestStory: [comes("StoryRequest")],
  setStoryFavorite: [changes("Story")],
  deleteStory: [goes("Story"), changes("Drawing")],
  setStoriesFavorite: [changes("Story")],
  deleteStories: [goes("Story"), changes("Drawing")],
  createTutorial: [comes("Tutorial")],
  updateTutorial: [changes("Tutorial")],
  addTutorialStep: [changes("Tutorial")],
  updateTutorialStep: [changes("Tutorial")],
  moveTutorialStep: [changes("Tutorial")],
  deleteTutorialStep: [changes("Tutorial")],
  deleteTutorial: [goes("Tutorial"), changes("Drawing")],
  updateMe: [changes("User")],
  changeEmail: [changes("User")],
  setUserRole: [changes("User")],
};
