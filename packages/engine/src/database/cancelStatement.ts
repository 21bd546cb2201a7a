import type pg from "pg";
import { type PgClient, pgInternals } from "./pgInternals.js";

const TIMEOUT_MS = 1_000;

/**
 * Asks the server to end what the client's session is running, by a CancelRequest on a connection of its own (PostgreSQL's manual,
 * "Canceling Requests in Progress"), encrypted where the session is. Returns whether the server has passed it on: only then can it not
 * hit the session's next statement.
 */
export function cancelStatement(client: pg.Client): Promise<boolean> {
  const { processID, secretKey } = client as PgClient;
  const { host, port, ssl } = client;
  if (processID === null || secretKey === null) return Promise.resolve(false);
  const wire = new pgInternals.Connection({ ssl } as pg.ConnectionConfig);
  return new Promise((resolve) => {
    let isHeard = false;
    const fail = () => {
      isHeard = false;
      wire.stream.destroy();
    };
    const timer = setTimeout(fail, TIMEOUT_MS);
    const send = () => {
      wire.cancel(processID, secretKey);
      isHeard = true;
    };
    wire.on("error", fail);
    wire.on("connect", () => (ssl ? wire.requestSsl() : send()));
    wire.on("sslconnect", send);
    wire.on("end", () => {
      clearTimeout(timer);
      resolve(isHeard);
    });
    if (host.startsWith("/")) wire.connect(`${host}/.s.PGSQL.${port}`);
    else wire.connect(port, host);
  });
}
