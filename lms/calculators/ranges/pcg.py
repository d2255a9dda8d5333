"""PCG32: chance from a seed, the same 32-bit numbers in every language and browser.

O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation",
HMC-CS-2014-0905: generator XSH RR 64/32, stream 54, seeded as `pcg32_srandom` does. The state moves by
s → a·s + c modulo 2⁶⁴, so k steps are again such a move: whole blocks of states are computed at once, and any place of
the sequence is reached in at most 64 steps.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

MULTIPLIER: Final = 6364136223846793005
INCREMENT: Final = (54 << 1) | 1
_MASK: Final = 2**64 - 1


def numbers(seed: int, start: int, count: int) -> NDArray[np.uint32]:
    """Return the numbers start, start + 1, … of the sequence with this seed: `count` of them, each of 32 bits."""
    states = _states(_ahead(_seeded(seed), start), count)
    turned = (((states >> np.uint64(18)) ^ states) >> np.uint64(27)).astype(np.uint32)
    turn = (states >> np.uint64(59)).astype(np.uint32)
    back = (np.uint32(32) - turn) & np.uint32(31)
    return (turned >> turn) | (turned << back)


def shares(seed: int, start: int, count: int) -> NDArray[np.float64]:
    """Return numbers strictly between 0 and 1, from 2⁻³³ to 1 − 2⁻³³: (number + ½)/2³²."""
    return (numbers(seed, start, count).astype(np.float64) + 0.5) / 2.0**32


def _seeded(seed: int) -> int:
    return ((INCREMENT + seed) * MULTIPLIER + INCREMENT) & _MASK


def _ahead(state: int, steps: int) -> int:
    """Return the state so many steps later."""
    multiplier, increment = MULTIPLIER, INCREMENT
    while steps > 0:
        if steps & 1:
            state = (state * multiplier + increment) & _MASK
        multiplier, increment = _twice(multiplier, increment)
        steps >>= 1
    return state


def _states(first: int, count: int) -> NDArray[np.uint64]:
    """Return `count` states: each round moves all that is there by as many steps as there are, and so doubles it."""
    states = np.empty(count, dtype=np.uint64)
    states[:1] = first
    multiplier, increment, filled = MULTIPLIER, INCREMENT, 1
    while filled < count:
        more = min(filled, count - filled)
        states[filled : filled + more] = states[:more] * np.uint64(multiplier) + np.uint64(increment)
        multiplier, increment = _twice(multiplier, increment)
        filled += more
    return states


def _twice(multiplier: int, increment: int) -> tuple[int, int]:
    """Return the move that does the given one twice."""
    return multiplier * multiplier & _MASK, increment * (multiplier + 1) & _MASK
