import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface FreezableProxy {
  /** The database's URL, through the proxy. */
  readonly url: string;
  /** From now on nothing comes through, and nothing tells so. */
  readonly freeze: () => void;
  readonly close: () => void;
}

/** Stands between the service and its database. */
export async function freezableProxy(databaseUrl: string): Promise<FreezableProxy> {
  const url = new URL(databaseUrl);
  const [port, host] = [Number(url.port || 5432), url.hostname];
  const sockets: Socket[] = [];
  let isFrozen = false;
  const server = createServer((client) => {
    const database = connect(port, host);
    sockets.push(client, database);
    for (const socket of [client, database]) socket.on("error", () => undefined);
    if (isFrozen) return;
    client.pipe(database);
    database.pipe(client);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
