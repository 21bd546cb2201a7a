/** The field of the input that each constraint of drawings refuses. */
export const drawingConstraints = { drawings_tutorial_id_fkey: "tutorialId" };
