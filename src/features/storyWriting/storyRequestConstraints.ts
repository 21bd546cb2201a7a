import { conflict, notFound, tokenRefused } from "#engine/features";

/** What the constraints of requests mean to a client: an account or a drawing may have just been deleted. */
export const storyRequestConstraints = {
  story_requests_user_id_fkey: () => tokenRefused(),
  story_requests_drawing_id_fkey: () => notFound("drawing"),
  ix_story_requests_open: () => conflict("A story about this drawing has just been asked for. Ask again to get it."),
};
