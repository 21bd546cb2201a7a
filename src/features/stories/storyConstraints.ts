/** The field of the input that each constraint of stories refuses. */
export const storyConstraints = {
  stories_drawing_id_fkey: "drawingId",
  stories_origin_fits: "origin",
  stories_generation_time_not_negative: "generationTimeMs",
};
