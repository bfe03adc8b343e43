// The line between a browser and the server, which a test can pull: a port of its own that passes bytes on, and that drops
// everything at once when it is pulled. The server sees nothing but a peer that is gone.
import net from "node:net";

export class Cable {
  /** Resolves to a line that leads to that port of this machine. */
  static async to(port) {
    const cable = new Cable();
    cable.target = port;
    cable.isWhole = true;
    cable.pairs = new Set();
    cable.server = net.createServer((near) => cable.#join(near));
    await new Promise((resolve) => cable.server.listen(0, "127.0.0.1", resolve));
    cable.origin = `http://127.0.0.1:${cable.server.address().port}`;
    return cable;
  }

  #join(near) {
    if (!this.isWhole) return near.resetAndDestroy();
    const far = net.connect(this.target, "127.0.0.1");
    const pair = [near, far];
    this.pairs.add(pair);
    for (const end of pair) {
      end.on("error", () => {});
      end.on("close", () => {
        this.pairs.delete(pair);
        for (const one of pair) one.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
    return undefined;
  }

  /** What the server says does not arrive any more; what it is told does. */
  deafen() {
    for (const [near, far] of this.pairs) far.unpipe(near).resume();
  }

  pull() {
    this.isWhole = false;
    for (const pair of this.pairs) for (const end of pair) end.resetAndDestroy();
  }

  plug() {
    this.isWhole = true;
  }

  close() {
    this.pull();
    this.server.close();
  }
}
