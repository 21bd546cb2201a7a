import { notFound, tokenRefused } from "#engine/features";

/** The field of the input that each constraint of stories refuses, or its error: an account may have just been erased. */
export const storyConstraints = {
  stories_drawing_id_fkey: "drawingId",
  stories_origin_fits: "origin",
  stories_generation_time_not_negative: "generationTimeMs",
  stories_picture_id_fkey: () => notFound("picture"),
  stories_user_id_fkey: () => tokenRefused(),
};
