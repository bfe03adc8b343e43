// People who type: each a keystroke at fixed moments, whatever the server does. They write in bursts at one place, then go elsewhere, and
// the longer a text is the likelier a burst deletes. A text with a tide swells and shrinks again, so that all lengths between its bounds occur.
import { dice } from "../../client/dice.mjs";

const letters = "abcdefghijklmnopqrstuvwxyz éèàç ابتثجحخدذرزسشصضطظعغفقكلمنهوي ،.";

export const textOf = (roll, n) => Array.from({ length: n }, () => letters[Math.floor(roll() * letters.length)]).join("");

class Typist {
  constructor(editor, places, bounds, roll) {
    Object.assign(this, { editor, places, bounds, roll, left: 0 });
  }

  /** What a text tends to be long at a moment: from near one bound to near the other within a tide. */
  #aim(due) {
    const { least, most, tideMs } = this.bounds;
    const swell = tideMs ? 0.42 * Math.sin((2 * Math.PI * (due - this.began)) / tideMs) : 0;
    return least + (most - least) * (0.5 + swell);
  }

  #burst(due) {
    const { roll, editor, bounds } = this;
    this.place = this.places[Math.floor(roll() * this.places.length)];
    const length = editor.length(this.place);
    this.deletes = roll() < 0.5 + (5 * (length - this.#aim(due))) / (bounds.most - bounds.least);
    this.at = Math.floor(roll() * (length + 1));
    this.left = 5 + Math.floor(roll() * 36);
  }

  /** One keystroke, due at that moment. */
  strike(due) {
    this.began ??= due;
    if (this.left-- <= 0) this.#burst(due);
    const { editor, place } = this;
    const length = editor.length(place);
    const deletes = length <= this.bounds.least + 80 ? false : length >= this.bounds.most - 80 ? true : this.deletes;
    this.at = Math.min(this.at, length);
    if (deletes && this.at > 0) editor.remove(place, --this.at, 1, due);
    else editor.insert(place, this.at++, letters[Math.floor(this.roll() * letters.length)], due);
  }
}

/** All typists: `writers` of [editor, places, bounds], each `rate` keystrokes a second, evenly apart from one another. */
export class Office {
  constructor(writers, rate, seed) {
    this.typists = writers.map(([editor, places, bounds], i) => new Typist(editor, places, bounds, dice(seed + i)));
    this.period = 1000 / rate / this.typists.length;
    this.struck = 0;
    this.lateMost = 0;
  }

  /** Types until `ms` have passed. Behind time it catches up at once: keys are not held back because a server is slow. */
  type(ms) {
    const began = performance.now();
    const end = Math.floor(ms / this.period);
    let next = 0;
    return new Promise((resolve) => {
      const turn = () => {
        const now = performance.now();
        // In slices, so that what arrives is read between them.
        for (let slice = 0; slice < 20 && next < end && began + next * this.period <= now; slice++, next++) {
          const due = began + next * this.period;
          this.lateMost = Math.max(this.lateMost, now - due);
          this.typists[next % this.typists.length].strike(due);
          this.struck++;
        }
        if (next >= end) resolve();
        else setTimeout(turn, Math.max(0, began + next * this.period - performance.now()));
      };
      turn();
    });
  }
}
