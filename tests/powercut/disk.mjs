// A model of a disk that loses power: what a file held at its last fsync is there; of what was written since, any part may be.
// Writes may arrive in any combination and be torn at a sector. Names made, removed or changed since their directory was
// synced may or may not have happened. (Names: a journaling file system never loses a name whose file was synced.)
const SECTOR = 512;

export class Disk {
  constructor() {
    this.files = new Map();
  }

  file(path) {
    let file = this.files.get(path);
    if (!file) this.files.set(path, (file = { durable: Buffer.alloc(0), named: false, pending: [], size: 0 }));
    return file;
  }

  take(event) {
    if (event.call === "write" || event.call === "append") this.#write(event);
    else if (event.call === "truncate") this.file(event.path).pending.push({ size: event.size });
    else if (event.call === "sync") this.#sync(event.path);
    else if (event.call === "unlink") this.files.delete(event.path);
    else if (event.call === "open" && event.create) this.file(event.path);
    else if (event.call === "rename") this.#rename(event);
  }

  #write(event) {
    const file = this.file(event.path);
    const offset = event.call === "append" ? file.size : event.offset;
    file.size = Math.max(file.size, offset + event.data.length);
    file.pending.push({ offset, data: event.data });
  }

  #rename({ from, to }) {
    const file = this.files.get(from);
    if (!file) return;
    this.files.delete(from);
    this.files.set(to, file);
  }

  #sync(path) {
    const file = this.files.get(path);
    if (!file) return;
    file.durable = apply(file.durable, file.pending);
    file.named = true;
    file.pending = [];
  }

  /** What the disk may hold when the power fails now: Map of path to bytes. */
  cut(random) {
    const image = new Map();
    for (const [path, file] of this.files) {
      if (!file.named && random() < 0.3) continue;
      const mood = random();
      const survived = file.pending.filter(() => mood < 0.2 || (mood < 0.8 && random() < 0.5));
      image.set(path, apply(file.durable, survived.map((write) => torn(write, random))));
    }
    return image;
  }
}

/** One write in ten arrives only up to some sector. */
function torn(write, random) {
  if (!write.data || random() > 0.1) return write;
  const sectors = Math.floor((random() * write.data.length) / SECTOR);
  return { offset: write.offset, data: write.data.subarray(0, sectors * SECTOR) };
}

function apply(bytes, writes) {
  let size = bytes.length;
  let top = size;
  for (const write of writes) {
    size = write.data ? Math.max(size, write.offset + write.data.length) : write.size;
    top = Math.max(top, size);
  }
  if (writes.length === 0) return bytes;
  const out = Buffer.alloc(top);
  bytes.copy(out);
  size = bytes.length;
  for (const write of writes) {
    if (write.data) {
      write.data.copy(out, write.offset);
      size = Math.max(size, write.offset + write.data.length);
    } else {
      out.fill(0, write.size, Math.max(size, write.size));
      size = write.size;
    }
  }
  return out.subarray(0, size);
}
