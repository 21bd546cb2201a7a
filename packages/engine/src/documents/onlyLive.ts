import { type ASTVisitor, GraphQLError, Kind, type OperationDefinitionNode, type ValidationRule, visit } from "graphql";

const FORM = "Write subscription { live { … } }: live once, by itself, and without directives.";
const SCHEMA = "The schema does not change while the service runs. Ask for it by a query.";

/**
 * What a subscription has to be: `live` alone, so that the query under it can be asked by itself. What it says of the schema is refused,
 * since it never changes.
 */
export const onlyLive: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition(operation) {
    if (operation.operation !== "subscription") return;
    const refuse = (message: string) =>
      context.reportError(new GraphQLError(message, { nodes: [operation], extensions: { reason: "BAD_REQUEST" } }));
    if (!isLiveAlone(operation)) refuse(FORM);
    const parts = [operation, ...context.getRecursivelyReferencedFragments(operation)];
    if (parts.some(asksSchema)) refuse(SCHEMA);
  },
});

/** Another rule reports unknown root fields. */
function isLiveAlone({ selectionSet: { selections } }: OperationDefinitionNode): boolean {
  const [field] = selections;
  return selections.length === 1 && field?.kind === Kind.FIELD && (field.directives ?? []).length === 0;
}

function asksSchema(node: Parameters<typeof visit>[0]): boolean {
  let isFound = false;
  visit(node, {
    Field({ name: { value } }) {
      isFound ||= value === "__schema" || value === "__type";
    },
  });
  return isFound;
}
