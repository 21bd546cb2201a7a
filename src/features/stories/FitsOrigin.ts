import { FieldCode, rule } from "#engine/features";
import { StoryOrigin } from "../../entities/StoryOrigin.js";
import type { CreateStoryInput } from "./CreateStoryInput.js";

/** HUMAN is for a story that tells of no AI. Null passes. */
export const FitsOrigin = (): PropertyDecorator =>
  rule(
    FieldCode.INVALID_VALUE,
    "A story with generationTimeMs or aiModel is an AI's. Send AI, or leave origin out.",
    (origin, input) => {
      const { generationTimeMs, aiModel } = input as CreateStoryInput;
      return origin !== StoryOrigin.HUMAN || (generationTimeMs == null && aiModel == null);
    },
  );
