import type { EntityManager } from "typeorm";
import type { AccessPolicy } from "../compiler/AccessPolicy.js";
import { adminsOnly, tokenMissing, tokenRefused } from "../errors.js";
import type { Deadline } from "../gate/Deadline.js";
import type { RequestContext } from "../request/RequestContext.js";

/** Runs work in one transaction. When its client has gone, it leaves nothing half done. */
export type Transact = <T>(work: (manager: EntityManager) => Promise<T>, deadline?: Deadline) => Promise<T>;

/** Runs work that only reads, without a transaction. */
export type LookUp = <T>(work: (manager: EntityManager) => Promise<T>, deadline?: Deadline) => Promise<T>;

/** The viewer who writes. */
export interface Viewer {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
}

type Work<T> = (manager: EntityManager, viewer: Viewer) => Promise<T>;

/** Runs the writes of a mutation in one transaction. It starts by looking up the session, with the same rule as reads. */
export class Writer {
  constructor(
    readonly transact: Transact,
    private readonly viewer: AccessPolicy["viewer"],
    /** The statement that raises the version of the account $1. Absent where no replica answers. */
    private readonly raise?: string,
  ) {}

  /** Notes in the transaction that an account has written, so that a replica which has not got that far is not let answer it. */
  async raiseVersion(manager: EntityManager, accountId: string): Promise<void> {
    if (this.raise !== undefined) await manager.query(this.raise, [accountId]);
  }

  /** A writer that does the same, and calls the listener after each transaction that was committed. */
  afterEach(listener: () => void): Writer {
    const { transact, viewer } = this;
    return new Writer(
      async (work, deadline) => {
        const result = await transact(work, deadline);
        listener();
        return result;
      },
      viewer,
      this.raise,
    );
  }

  /** @throws ClientError UNAUTHENTICATED without a token, or with one that has ended. */
  async asViewer<T>(context: RequestContext, work: Work<T>): Promise<T> {
    const { credentials } = context;
    if (credentials.kind !== "token") throw tokenMissing();
    return this.transact(async (manager) => {
      const [found] = await manager.query<{ id: string; sees_all: boolean; session_id: string }[]>(this.viewer("$1"), [
        credentials.hash,
      ]);
      if (!found) throw tokenRefused();
      const result = await work(manager, { id: found.id, isAdmin: found.sees_all, sessionId: found.session_id });
      // Last, so that others of the account wait for its row as shortly as may be.
      await this.raiseVersion(manager, found.id);
      return result;
    }, context);
  }

  /** @throws ClientError UNAUTHENTICATED as asViewer does, and FORBIDDEN when the viewer is not an admin. */
  asAdmin<T>(context: RequestContext, work: Work<T>): Promise<T> {
    return this.asViewer(context, (manager, viewer) => {
      if (!viewer.isAdmin) throw adminsOnly();
      return work(manager, viewer);
    });
  }
}
