// ShareDB as its own documents set it up, with its in-memory store. With --file FILE an operation is in SQLite before it is published or
// acknowledged: it takes its place in the memory store at once, so that later ones need not wait for it to be transformed, and its
// callback, which publishes, waits for the commit. Operations alone are written; snapshots, which other stores write as well, are not.
import http from "node:http";
import ShareDB from "sharedb";
import WebSocketJSONStream from "@teamwork/websocket-json-stream";
import { type } from "ot-text-unicode";
import { WebSocketServer } from "ws";
import { Commits } from "./commits.mjs";

class DurableDB extends ShareDB.MemoryDB {
  constructor(file) {
    super();
    this.commits = new Commits(file);
  }

  commit(collection, id, op, snapshot, options, callback) {
    super.commit(collection, id, op, snapshot, options, (error, succeeded) => {
      if (error || !succeeded) return callback(error, succeeded);
      this.commits.add(id, op.v, Buffer.from(JSON.stringify(op)), () => callback(null, true));
    });
  }
}

ShareDB.types.register(type);
const at = process.argv.indexOf("--file");
const share = new ShareDB({ db: at < 0 ? new ShareDB.MemoryDB() : new DurableDB(process.argv[at + 1]) });
const server = http.createServer();
new WebSocketServer({ server }).on("connection", (socket) => share.listen(new WebSocketJSONStream(socket)));
server.listen(0, "127.0.0.1", () => console.log(`READY http://127.0.0.1:${server.address().port}`));
process.on("SIGTERM", () => process.exit(0));
