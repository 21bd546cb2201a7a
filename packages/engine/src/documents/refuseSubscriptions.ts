import { type ASTVisitor, GraphQLError, type ValidationRule } from "graphql";

export const refuseSubscriptions: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition(operation) {
    if (operation.operation !== "subscription") return;
    const message = "Subscriptions are not supported. Ask again now and then, with updatedAfter to find what has changed.";
    context.reportError(new GraphQLError(message, { nodes: [operation], extensions: { reason: "BAD_REQUEST" } }));
  },
});
