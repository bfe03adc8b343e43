/*
 * growth: how much more of the processor work takes when there is more of it. Clocks are no measure on a busy machine; this
 * is a ratio of processor times, the best of three each, so it tells n from n squared and nothing finer.
 */
const LEAST_US = 2_000;

function cost(work) {
    let least = Infinity;
    for (let i = 0; i < 3; i++) {
        const before = process.cpuUsage();
        work();
        const { user, system } = process.cpuUsage(before);
        least = Math.min(least, user + system);
    }
    return Math.max(least, LEAST_US);
}

/* work(n) is run with n and with four times n. Quadratic work gives about 16. The least of three: what the engine compiles and collects counts too. */
export function growth(n, work) {
    work(n);
    const once = () => {
        const small = cost(() => work(n));
        return cost(() => work(4 * n)) / small;
    };
    return Math.min(once(), once(), once());
}
