import { unavailable } from "../errors.js";
import type { Deadline } from "../gate/Deadline.js";
import type { Gate } from "../gate/Gate.js";
import type { SendRead } from "../gate/ReadLane.js";
import type { Row } from "../gate/WaitingRead.js";

/** The row that a server answers within the time, past its reads. @throws ClientError UNAVAILABLE when it does not; what the server throws. */
export async function lookAt({ gate, send }: { gate: Gate; send: SendRead }, text: string, ms: number): Promise<Row> {
  const until = performance.now() + ms;
  const deadline: Deadline = {
    until,
    why: () => (performance.now() < until ? undefined : unavailable("down")),
    caller: () => ({ network: "" }),
  };
  const [row = []] = await gate.lookUp((turn) => send({ text, values: [] }, turn, 1), deadline);
  return row;
}
