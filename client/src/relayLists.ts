import relayRuntime, {
  type Environment,
  type NormalizationField,
  type NormalizationSelection,
  type OperationDescriptor,
  type Variables,
} from "relay-runtime";
import { listChanges } from "./listChanges.js";
import { isChanged } from "./listFields.js";
import { removedIds } from "./removedIds.js";

// The package is CommonJS, so Node hands out its exports as one object.
const { createOperationDescriptor, fetchQuery } = relayRuntime;

/** A list of a connection in an operation's selection: its field, and which of the operation's variables say from where on, and how many. */
interface List {
  readonly field: string;
  readonly key: string | undefined;
  readonly isOfOwnOrder: boolean;
  readonly count: string | undefined;
  readonly cursors: readonly string[];
}

/**
 * Keeps the lists of an environment true after its mutations. A deleted row goes at once; each operation that is on the screen and reads a list
 * that may have changed is asked once more, for as many rows as are shown of it.
 */
export function refreshRelayLists(environment: Environment): void {
  const open = new Map<OperationDescriptor, number>();
  const { retain, executeMutation } = environment;
  environment.retain = (operation) => {
    const retained = retain.call(environment, operation);
    open.set(operation, (open.get(operation) ?? 0) + 1);
    return {
      dispose() {
        const left = (open.get(operation) ?? 0) - 1;
        if (left > 0) open.set(operation, left);
        else open.delete(operation);
        retained.dispose();
      },
    };
  };
  environment.executeMutation = (config) =>
    executeMutation.call(environment, config).do({
      next: (response) => {
        for (const one of Array.isArray(response) ? response : [response])
          if ("data" in one && one.data) readAnew(environment, [...open.keys()], config.operation, one.data);
      },
    });
}

function readAnew(
  environment: Environment,
  open: readonly OperationDescriptor[],
  mutation: OperationDescriptor,
  data: Readonly<Record<string, unknown>>,
): void {
  const changes = fieldsIn(mutation.request.node.operation.selections).flatMap(({ name, alias }) => {
    const answer = data[alias ?? name];
    return answer === null || answer === undefined ? [] : (listChanges[name] ?? []).map((change) => ({ ...change, answer }));
  });
  const gone = changes.flatMap(({ isRemoval, answer }) => (isRemoval ? removedIds(answer) : []));
  environment.commitUpdate((store) => {
    for (const id of gone) store.delete(id);
  });
  const asked = new Set<string>();
  for (const { request } of open) {
    const lists = listsIn(request.node.operation.selections);
    if (!lists.some(({ field, isOfOwnOrder }) => isChanged(field, isOfOwnOrder, changes))) continue;
    const variables = ofAllShown(environment, lists, request.variables);
    const again = createOperationDescriptor(request.node, variables).request.identifier;
    if (asked.has(again)) continue;
    asked.add(again);
    // A list that cannot be read stays as it was: the mutation itself was done.
    fetchQuery(environment, request.node, variables, { networkCacheConfig: { force: true } }).subscribe({
      error: () => undefined,
    });
  }
}

/** The same variables from the first row on, for as many rows as each list shows. */
function ofAllShown(environment: Environment, lists: readonly List[], variables: Variables): Variables {
  const changed: Record<string, unknown> = { ...variables };
  for (const { cursors } of lists) for (const cursor of cursors) changed[cursor] = null;
  const source = environment.getStore().getSource();
  environment.commitUpdate((store) => {
    for (const { key, count } of lists) {
      if (key === undefined || count === undefined) continue;
      const kept = source.getRecordIDs().filter((id) => id.includes(`__${key}_connection`));
      const shown = kept.map((id) => store.get(id)?.getLinkedRecords("edges")?.length ?? 0);
      changed[count] = Math.min(MAX_PAGE, Math.max(Number(changed[count]), ...shown));
    }
  });
  return changed as Variables;
}

/** The most rows that the API answers in a page. */
const MAX_PAGE = 100;

function listsIn(selections: readonly NormalizationSelection[]): readonly List[] {
  return selections.flatMap((selection) => {
    const under = "selections" in selection && selection.selections ? listsIn(selection.selections) : [];
    if (selection.kind !== "LinkedField") return under;
    const handle = selections.find(
      (other) => other.kind === "LinkedHandle" && other.handle === "connection" && other.name === selection.name,
    );
    const args = selection.args ?? [];
    const variable = (name: string) =>
      args.flatMap((arg) => (arg.name === name && arg.kind === "Variable" ? [arg.variableName] : []));
    const list: List = {
      field: selection.name,
      key: handle && "key" in handle ? handle.key : undefined,
      isOfOwnOrder: args.some(({ name }) => name === "filter" || name === "orderBy"),
      count: variable("first")[0],
      cursors: [...variable("after"), ...variable("before")],
    };
    return [list, ...under];
  });
}

function fieldsIn(selections: readonly NormalizationSelection[]): readonly NormalizationField[] {
  return selections.flatMap((selection) => {
    if (selection.kind === "LinkedField" || selection.kind === "ScalarField") return [selection];
    return "selections" in selection && selection.selections ? fieldsIn(selection.selections) : [];
  });
}
