import { notFound, tokenRefused } from "#engine/features";

/** The field of the input that each constraint of drawings refuses, or its error: an account may have just been erased. */
export const drawingConstraints = {
  drawings_tutorial_id_fkey: "tutorialId",
  drawings_user_id_fkey: () => tokenRefused(),
  drawings_picture_id_fkey: () => notFound("picture"),
};
