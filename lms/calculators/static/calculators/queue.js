/** Erlang's formulas of a queue in the browser: the twin of `statistics/queue.py`, operation for operation. */

/** @param {number} traffic ≥ 0 @param {number} agents @returns {number} the chance that a customer waits (Erlang's C) */
export function waiting(traffic, agents) {
  if (agents <= traffic) return 1;
  let blocking = 1;
  for (let busy = 1; busy <= agents; busy += 1) {
    const offered = traffic * blocking;
    blocking = offered / (busy + offered);
    if (blocking === 0) break;
  }
  return blocking / (1 - (traffic / agents) * (1 - blocking));
}
