"""A share of so many: the interval round it, the difference of two, and how many it takes to tell one.

Score interval: Wilson 1927; difference of two independent shares: Newcombe 1998, method 10 (from two score intervals).
"""

import math

from lms.calculators.statistics import normal


def interval(part: int, whole: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval (low, high, 0 to 1) round `part` of `whole`; ValueError unless 0 ≤ part ≤ whole > 0."""
    if not 0 <= part <= whole or whole == 0:
        raise ValueError("a share is of something, and no more than it")
    z = normal.two_sided(confidence)
    share, square = part / whole, z * z / whole
    middle, half = share + square / 2, z * math.sqrt((share * (1 - share) + square / 4) / whole)
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def difference(before: tuple[int, int], after: tuple[int, int], confidence: float = 0.95) -> tuple[float, float, float]:
    """Return (after − before, low, high) of two independent shares, each (part, whole); −1 to 1."""
    first, second = before[0] / before[1], after[0] / after[1]
    (low1, high1), (low2, high2) = interval(*before, confidence), interval(*after, confidence)
    moved = second - first
    down = math.hypot(second - low2, high1 - first)
    up = math.hypot(high2 - second, first - low1)
    return moved, moved - down, moved + up


def tellable(share: float, whole: int, confidence: float = 0.95, power: float = 0.8) -> float:
    """Return the smallest difference (0 to 1) that two samples of `whole` each would show, near this share."""
    spread = math.sqrt(2 * share * (1 - share) / whole)
    return (normal.two_sided(confidence) + normal.quantile(power)) * spread
