// What the server does at once, measured on a machine that may stand still for a second at any line.
const TRIES = 3;

/**
 * The least number of ms that `act` gives in at most three tries; tries end with the first one below `limit`. What is slow once may be the
 * machine; what is slow each time is the server. A try that went wrong gives NaN, and none makes up for it.
 */
export async function atOnce(limit, act) {
  let best = Infinity;
  for (let i = 0; i < TRIES && best >= limit; i++) best = Math.min(best, await act(i));
  return best;
}
