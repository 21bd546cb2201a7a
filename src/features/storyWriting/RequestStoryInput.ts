import { Field, InputType } from "type-graphql";
import { Id } from "#engine/entities";

@InputType({ description: "Which drawing to tell a story of." })
export class RequestStoryInput {
  @Field(() => Id, { nullable: true, description: "A UUID that the client makes. Sent twice, it makes one request." })
  id?: string | null;

  @Field(() => Id, { description: "The drawing, one of the viewer's own, with a picture." })
  drawingId: string;
}
