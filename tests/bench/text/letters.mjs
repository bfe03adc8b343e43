// A replica of a text that takes an operation in the time of a memmove. Only letters of the basic plane are written in this
// benchmark, because Yjs counts UTF-16 units and the others code points; so one unit is one letter for all.
export class Letters {
  constructor(text = "") {
    this.units = new Uint16Array(Math.max(64, text.length * 2));
    this.length = 0;
    this.insert(0, text);
  }

  insert(at, text) {
    const n = text.length;
    if (this.length + n > this.units.length) {
      const larger = new Uint16Array((this.length + n) * 2);
      larger.set(this.units.subarray(0, this.length));
      this.units = larger;
    }
    this.units.copyWithin(at + n, at, this.length);
    for (let i = 0; i < n; i++) this.units[at + i] = text.charCodeAt(i);
    this.length += n;
  }

  remove(at, n) {
    this.units.copyWithin(at, at + n, this.length);
    this.length -= n;
  }

  /** An operation of ot-text-unicode. */
  apply(op) {
    let at = 0;
    for (const part of op) {
      if (typeof part === "number") {
        at += part;
      } else if (typeof part === "string") {
        this.insert(at, part);
        at += part.length;
      } else {
        this.remove(at, part.d);
      }
      if (at > this.length) throw new Error("an operation reaches past the end");
    }
    return this;
  }

  toString() {
    let text = "";
    for (let at = 0; at < this.length; at += 8192)
      text += String.fromCharCode(...this.units.subarray(at, Math.min(at + 8192, this.length)));
    return text;
  }
}
