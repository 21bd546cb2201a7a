// A PostgreSQL that is some milliseconds away: passes connections on to one, and keeps what comes from the client that long. What comes
// back is passed on at once, so a round trip takes the delay once. A process of its own; its arguments are the host and port of the
// PostgreSQL, the delay, and the port to listen to.
import { connect, createServer } from "node:net";

const [host, port, delay, ownPort] = process.argv.slice(2);

createServer({ noDelay: true }, (client) => {
  const server = connect({ host, port: Number(port), noDelay: true });
  client.on("data", (chunk) => setTimeout(() => server.write(chunk), Number(delay)));
  server.on("data", (chunk) => client.write(chunk));
  for (const [one, other] of [
    [client, server],
    [server, client],
  ])
    one.on("error", () => other.destroy()).on("close", () => other.destroy());
}).listen(Number(ownPort), "127.0.0.1");
