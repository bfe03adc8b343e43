// Counts and prints what holds and what does not; the last line is what tests/run reads.
export class Tally {
  passed = 0;
  failed = 0;

  constructor() {
    process.once("SIGTERM", () => process.exit(143));   // so that what a test started is stopped with it
    process.on("unhandledRejection", (error) => this.check(false, "nothing fails unheard", String(error.stack ?? error)));
  }

  /** One fact that holds or does not. */
  check(holds, what, detail = "") {
    if (holds) this.passed++;
    else this.failed++;
    console.log(`${holds ? "ok" : "not ok"} - ${what}${holds || detail === "" ? "" : `\n    ${detail}`}`);
    return Boolean(holds);
  }

  /** One story: it holds when `act` ends in time and without an error. */
  async test(what, act, ms = 180000) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms);
    });
    try {
      await Promise.race([act(), late]);
      this.check(true, what);
    } catch (error) {
      this.check(false, what, String(error.stack ?? error).split("\n").slice(0, 14).join("\n    "));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Prints the count and gives the exit status. */
  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed > 0 || this.passed === 0 ? 1 : 0;
  }
}
