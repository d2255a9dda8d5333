"""The number of a certificate: too random to be guessed, plain enough to be read aloud, and proof against slips.

Nineteen random letters and figures of Crockford's base 32 (95 bits), and one that checks them: the last makes the
number a multiple of x + alpha over the field of 32 elements, so that one wrong sign shows, and two that changed places.
"""

from __future__ import annotations

import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 4
LIKENESSES = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
"""What is written for what: no I, L, O or U in a number, and hyphens and blanks are only there to read by."""
LONGEST_TYPED = 60


def new_number() -> str:
    """Return a fresh number: 20 signs, 95 bits of chance."""
    drawn = [secrets.randbelow(32) for _ in range(LENGTH - 1)]
    return "".join(SIGNS[value] for value in (*drawn, _times_alpha(_remainder(drawn))))


def read_number(typed: str) -> str | None:
    """Return the number somebody typed or was read, in its 20 signs; None where it cannot be one."""
    if len(typed) > LONGEST_TYPED:
        return None
    number = typed.upper().translate(LIKENESSES)
    if len(number) != LENGTH or not set(number) <= set(SIGNS):
        return None
    return number if _remainder([SIGNS.index(sign) for sign in number]) == 0 else None


def grouped(number: str) -> str:
    """Return the number as it is printed: fours with hyphens between."""
    return "-".join(number[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _remainder(values: list[int]) -> int:
    remainder = 0
    for value in values:
        remainder = _times_alpha(remainder) ^ value
    return remainder


def _times_alpha(value: int) -> int:
    """Multiply by alpha in GF(32), polynomial x^5 + x^2 + 1: its order is 31, and no number is that long."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
