"""Orders that look random and are always the same: everything follows from a seed, such as an attempt's id.

SHA-256 rather than `random`: the same on every machine and under every version of Python, as long as a result is kept.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar

Thing = TypeVar("Thing")


def rank(seed: str, *names: str) -> bytes:
    """Return where something called `names` stands in the order that `seed` gives: 32 bytes to sort by."""
    return sha256("/".join((seed, *names)).encode()).digest()


def shuffled(things: Iterable[Thing], seed: str, name_of: Callable[[Thing], str], *within: str) -> tuple[Thing, ...]:
    """Return the things in the order that `seed` gives to their names; `within` tells lists with equal names apart."""
    return tuple(sorted(things, key=lambda thing: rank(seed, *within, name_of(thing))))
