import { connect } from "node:net";
import { tokenOf } from "./data.mjs";

const QUERY = "subscription { live { me { stories(first: 10) { nodes { id title } } } } }";

/** Settings of a service that refuses none of its streams. */
export const UNLIMITED_STREAMS = {
  LIVE_STREAMS: "100000",
  LIVE_STREAMS_PER_VIEWER: "9999",
  BUDGET_ROWS: "999999999",
  BUDGET_ROWS_PER_SECOND: "999999999",
  MAX_REQUESTS_IN_FLIGHT: "1000",
  MAX_CONNECTIONS_PER_ADDRESS: "10000",
};

/** Opens so many streams, each of a viewer of its own, and waits until each has had its first answer. */
export async function openStreams(port, count) {
  const sockets = [];
  for (let first = 1; first <= count; first += 50)
    sockets.push(
      ...(await Promise.all(Array.from({ length: Math.min(50, count - first + 1) }, (_, n) => open(port, first + n)))),
    );
  return sockets;
}

function open(port, viewer) {
  const body = JSON.stringify({ query: QUERY });
  const socket = connect(port, "127.0.0.1");
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${tokenOf(viewer)}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("error", reject).on("data", (data) => {
      if (text === undefined) return;
      text += data;
      if (/"errors"/.test(text)) return reject(new Error(text.slice(0, 500)));
      if (!/event: next\n/.test(text)) return;
      text = undefined;
      resolve(socket);
    });
  });
}
