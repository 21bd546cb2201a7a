import type { OperationDefinitionNode } from "graphql";

const MAX_NAMES = 200;
const MAX_LENGTH = 64;

/** Labels operations by their names. Clients choose the names, so only the first names become labels, and the rest is "other". */
export class OperationNames {
  private readonly names = new Set<string>();

  labelOf(definition: OperationDefinitionNode | undefined): string {
    if (!definition) return "refused";
    const name = definition.name?.value ?? "anonymous";
    if (this.names.has(name)) return name;
    if (this.names.size >= MAX_NAMES || name.length > MAX_LENGTH) return "other";
    this.names.add(name);
    return name;
  }
}
