import { ArgsType } from "type-graphql";
import { StoryRequest } from "../StoryRequest.js";
import { connectionOf } from "./connectionOf.js";
import { Page } from "./Page.js";

export const StoryRequestConnection = connectionOf("StoryRequest", () => StoryRequest);

/** They are newest first, and cannot be sorted otherwise. */
@ArgsType()
export class StoryRequestPage extends Page {}
