"""A name in formulas as they are written: where it is used, and another name put in its place. Faulty formulas too."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from lms.calculators.formula.language import FUNCTIONS, RESERVED

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?", re.ASCII)
_SLOT: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.ASCII)


def names_used(text: str) -> set[str]:
    """Return every name in a formula; with `table.column` also its table. A faulty formula has names too."""
    found = {each for each in _NAME.findall(text) if each not in FUNCTIONS and each not in RESERVED}
    return found | {each.partition(".")[0] for each in found if "." in each}


def users_of(name: str, formulas: Mapping[str, str]) -> list[str]:
    """Return the places whose formulas use a name: an input, output, series, table, or a column as `table.column`."""
    return [place for place, text in formulas.items() if name in names_used(text)]


def renamed(text: str, old: str, new: str) -> str:
    """Return a formula with a name replaced, and nothing else changed.

    `old` may be a table, whose columns come along, or one column, `segments.share`.
    """

    def replaced(found: re.Match[str]) -> str:
        word = found[0]
        table, dot, column = word.partition(".")
        if word == old:
            return new
        return f"{new}.{column}" if dot and table == old else word

    return _NAME.sub(replaced, text)


def slots_renamed(text: str, old: str, new: str) -> str:
    """Return a sentence with the figure of another name in its slots, `{old}`."""
    return _SLOT.sub(lambda found: f"{{{new}}}" if found[1] == old else found[0], text)


def fresh_name(words: str, taken: Iterable[str], fallback: str = "number") -> str:
    """Return a name made of words that none of `taken` is: "Kunder pr. år" gives `kunder_pr_aar`."""
    plain = words.lower().translate(_LETTERS)
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:_LONGEST].rstrip("_") or fallback
    known = {*taken, *FUNCTIONS, *RESERVED}
    numbered = (made if number == 1 else f"{made}_{number}" for number in range(1, len(known) + 2))
    return next(each for each in numbered if each not in known)


_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "a", "ö": "o", "é": "e", "ü": "u"})
_LONGEST: Final = 30
