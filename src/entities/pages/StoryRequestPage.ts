import { ArgsType } from "type-graphql";
import { connectionOf } from "../../../packages/engine/src/types/connectionOf.js";
import { Page } from "../../../packages/engine/src/types/Page.js";
import { StoryRequest } from "../StoryRequest.js";

export const StoryRequestConnection = connectionOf("StoryRequest", () => StoryRequest);

/** They are newest first, and cannot be sorted otherwise. */
@ArgsType()
export class StoryRequestPage extends Page {}
