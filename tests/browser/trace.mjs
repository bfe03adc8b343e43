// What a page costs its processor, from Chromium's trace: the time its main thread was at work, whatever else the machine does
// meanwhile. In milliseconds.

const CATEGORIES = ["-*", "devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"];
const FRAME = 16;           // what a picture waits for the screen, however quick the processor is

/** Traces what `work` does in the page: {tasks, keys, before(mark)}; at most half a minute. */
export async function traced(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace;
  try {
    await work();
  } finally {
    trace = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  }
  return new Trace(trace);
}

class Trace {
  constructor(events) {
    const home = mainThread(events);
    const here = events.filter((one) => `${one.pid}/${one.tid}` === home).sort((a, b) => a.ts - b.ts);
    this.here = here;
    this.runs = here.filter((one) => one.name === "RunTask" && one.ph === "X");
  }

  /** Of each task what it took of the processor. */
  get tasks() {
    return this.runs.map(cpu);
  }

  /** Of each key what the thread did from it until the picture was handed over, and the wait for the screen. */
  keys(rate) {
    const commits = this.here.filter((one) => one.name === "Commit");
    const downs = this.here.filter((one) => one.name === "EventDispatch" && one.args?.data?.type === "keydown");
    return downs.map(({ ts }) => {
      const end = commits.find((one) => one.ts > ts)?.ts ?? ts;
      const busy = this.runs.filter((run) => run.ts + run.dur >= ts && run.ts <= end);
      return FRAME + rate * busy.reduce((sum, run) => sum + cpu(run), 0);
    });
  }

  /** What the thread did until the page set that mark (performance.mark), or in all. */
  before(mark) {
    const end = this.here.find((one) => one.name === mark)?.ts ?? Infinity;
    return this.runs.filter((run) => run.ts <= end).reduce((sum, run) => sum + cpu(run), 0);
  }
}

const cpu = (run) => (run.tdur ?? run.dur) / 1000;

/* The main thread of the process that does most: the page that is traced, and not one that was opened before. */
function mainThread(events) {
  const sums = new Map();
  for (const { name, args, pid, tid } of events) if (name === "thread_name" && args.name === "CrRendererMain") sums.set(`${pid}/${tid}`, 0);
  for (const { name, pid, tid, dur = 0 } of events) {
    const key = `${pid}/${tid}`;
    if (name === "RunTask" && sums.has(key)) sums.set(key, sums.get(key) + dur);
  }
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0];
}
