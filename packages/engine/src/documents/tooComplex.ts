import { type ASTNode, GraphQLError } from "graphql";
import { ErrorCode } from "../errors.js";

/** A document that asks for more than a limit allows. Apollo overwrites the code of validation errors, so it travels as the reason. */
export function tooComplex(message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, { ...(node && { nodes: [node] }), extensions: { reason: ErrorCode.QUERY_TOO_COMPLEX } });
}
