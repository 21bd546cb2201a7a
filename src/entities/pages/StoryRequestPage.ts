import { ArgsType } from "type-graphql";
import { connectionOf, Page } from "#engine/entities";
import { StoryRequest } from "../StoryRequest.js";

export const StoryRequestConnection = connectionOf("StoryRequest", () => StoryRequest);

/** They are newest first, and cannot be sorted otherwise. */
@ArgsType()
export class StoryRequestPage extends Page {}
