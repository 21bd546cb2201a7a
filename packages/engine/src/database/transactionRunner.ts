import type { DataSource, EntityManager } from "typeorm";
import { conflict, unavailable } from "../errors.js";
import type { Deadline } from "../gate/Deadline.js";
import type { Gate } from "../gate/Gate.js";
import type { Turn } from "../gate/Turn.js";
import { Connections } from "./Connections.js";
import { isEnding, isGivenUp, isLost, mayRunAgain } from "./failures.js";
import { Lent } from "./Lent.js";
import { type Constraints, refusedWrite } from "./refusedWrite.js";

/**
 * Runs work in one transaction: all of it is written or nothing. When PostgreSQL rolls it back because of another transaction, it runs
 * once more, as a whole. After a lost connection it is never tried again, because the commit may have happened. When its client has gone
 * or its time is over, it is undone, unless it is being committed.
 * @param gate that it waits at; operators' commands have none.
 * @throws ClientError UNAVAILABLE when the database cannot be reached, which says so where the change may have been made; CONFLICT when
 * others collided with it twice; the reason when its client has gone or its time is over; the error of refusedWrite for a rejected write.
 */
export function transactionRunner(
  database: DataSource,
  constraints: Constraints,
  gate?: Pick<Gate, "write">,
): <T>(work: (manager: EntityManager) => Promise<T>, deadline?: Deadline) => Promise<T> {
  return async (work, deadline) => {
    const connections = Connections.of(database);
    let isCommitting = false;
    let isUnknown = false;
    const once = (manager: EntityManager) => {
      isCommitting = false;
      return manager.transaction(async (inside) => {
        await connections.limitTransaction(inside);
        const result = await work(inside);
        isCommitting = true;
        return result;
      });
    };
    const whole = async (manager: EntityManager) => {
      try {
        return await once(manager).catch((error: unknown) => {
          if (mayRunAgain(error)) return once(manager);
          throw error;
        });
      } catch (error) {
        isUnknown = isCommitting && (isLost(error) || isGivenUp(error) || isEnding(error));
        throw mayRunAgain(error) ? conflict("Others are changing the same thing just now. Try again.") : error;
      }
    };
    const run = (turn?: Turn) =>
      connections.use({
        lend: () => Lent.runner(database),
        work: ({ runner: { manager } }) => whole(manager),
        turn,
      });
    try {
      return await (gate ? gate.write(run, deadline) : run());
    } catch (error) {
      if (isUnknown && deadline?.why() === undefined) throw unavailable("unknown");
      throw refusedWrite(error, constraints) ?? error;
    }
  };
}
