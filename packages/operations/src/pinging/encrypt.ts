import { once } from "node:events";
import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { explainConnection, unknownAuthority } from "#engine/database";
import { OperationError } from "../OperationError.js";

/** The message that asks a PostgreSQL server for TLS (section 55.7 of its manual). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Turns the connection to TLS as the service does, and returns the protocol. It reads a refused certificate first, so that it can name
 * the authority. @throws OperationError with what to do.
 */
export async function encrypt(socket: Socket, host: string, ssl: ConnectionOptions, isDirect: boolean): Promise<string> {
  if (!isDirect) await askForTls(socket);
  const secure = connect({
    ...ssl,
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    ...(isDirect && { ALPNProtocols: ["postgresql"] }),
    socket,
    rejectUnauthorized: false,
  });
  await once(secure, "secureConnect");
  if (ssl.rejectUnauthorized !== false && !secure.authorized) throw new OperationError(refusalOf(secure));
  return secure.getProtocol() ?? "encrypted";
}

async function askForTls(socket: Socket): Promise<void> {
  socket.write(SSL_REQUEST);
  const [answer] = (await once(socket, "data")) as [Buffer];
  if (answer.toString("latin1")[0] !== "S")
    throw new OperationError(String(explainConnection(new Error("The server does not support SSL connections"))));
}

function refusalOf(secure: TLSSocket): string {
  const reason = String(
    explainConnection(Object.assign(new Error("certificate"), { code: String(secure.authorizationError) })),
  );
  const { issuer } = secure.getPeerCertificate();
  return reason === unknownAuthority() ? unknownAuthority(String(issuer?.CN ?? issuer?.O ?? "")) : reason;
}
