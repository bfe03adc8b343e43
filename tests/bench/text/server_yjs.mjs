// y-websocket's own server, everything in memory. With --file FILE an update is in SQLite before that server's listener gets it, applies it
// and tells the others.
import http from "node:http";
import { setupWSConnection } from "y-websocket/bin/utils";
import { WebSocketServer } from "ws";
import { Commits } from "./commits.mjs";

const SYNC = 0;
const STEP1 = 0;                // asks for what the other has: nothing to keep

const at = process.argv.indexOf("--file");
const commits = at < 0 ? null : new Commits(process.argv[at + 1]);

/** Lets the server's listener for messages have each one when it is kept. */
function keepFirst(socket, doc) {
  const on = socket.on.bind(socket);
  socket.on = (event, listener) => {
    if (event !== "message") return on(event, listener);
    return on(event, (message) => {
      const bytes = new Uint8Array(message);
      if (bytes[0] !== SYNC || bytes[1] === STEP1) listener(message);
      else commits.add(doc, 0, bytes, () => listener(message));
    });
  };
}

const server = http.createServer();
new WebSocketServer({ server }).on("connection", (socket, request) => {
  if (commits) keepFirst(socket, request.url);
  setupWSConnection(socket, request);
});
server.listen(0, "127.0.0.1", () => console.log(`READY http://127.0.0.1:${server.address().port}`));
process.on("SIGTERM", () => process.exit(0));
