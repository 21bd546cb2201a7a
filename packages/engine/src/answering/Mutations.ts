import type { ByteText } from "../byteText.js";
import type { BoundField } from "../compiler/BoundField.js";
import type { Read } from "../compiler/Read.js";
import { badInput, ClientError, goneMeanwhile, madeButUnread } from "../errors.js";
import { assemble, type Outcome } from "./assemble.js";
import { callResolver } from "./callResolver.js";
import { completeValue } from "./completeValue.js";
import type { InputCheck } from "./InputCheck.js";
import { bytesOfJson } from "./JsonText.js";
import type { Answer, OperationRequest } from "./OperationRequest.js";
import type { Reader } from "./Reader.js";
import { ResolverMistake } from "./ResolverMistake.js";

/**
 * Answers mutations: root fields write in turn, and what each wrote is read as a query would read it. A field that fails is null
 * beside its error; those before and after it keep their answers.
 */
export class Mutations {
  constructor(
    private readonly reader: Reader,
    private readonly inputs: InputCheck,
  ) {}

  async answer(request: OperationRequest, roots: readonly BoundField[]): Promise<Answer> {
    const outcomes: Outcome[] = [];
    for (const field of roots) {
      const { definition, parent } = field.selected;
      try {
        // The client would not learn of a write after its deadline.
        const gone = request.context.why();
        if (gone !== undefined) throw gone;
        outcomes.push({ json: definition ? await this.write(field, request) : bytesOfJson(parent.name) });
      } catch (error) {
        outcomes.push({ error });
      }
    }
    return assemble(roots, outcomes);
  }

  /** @throws ClientError what the input rules or the service refuse. */
  private async write(field: BoundField, request: OperationRequest): Promise<ByteText> {
    const problems = [...field.problems, ...this.inputs.problemsOf(field)];
    if (problems.length > 0) throw badInput(problems);
    const written = await callResolver(field, request.context);
    if (written === null || written === undefined)
      throw new ResolverMistake(field, "returned nothing. Return what it did, or throw a ClientError.");
    return completeValue(field, written, (under, read) => this.readBack(under, read, request));
  }

  private async readBack(field: BoundField, read: Read, request: OperationRequest): Promise<ByteText> {
    const handedOut = read.kind === "row" ? read.tokenHash : undefined;
    const [outcome] = await this.reader.read([{ field, read }], request, handedOut).catch((error: unknown) => {
      throw error instanceof ClientError && request.context.why() === undefined ? madeButUnread(error) : error;
    });
    if (!outcome || "error" in outcome) throw outcome?.error ?? new Error("A field was not read");
    if (outcome.json === "null") throw goneMeanwhile();
    return outcome.json;
  }
}
