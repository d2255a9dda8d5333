"""What could stand where somebody is typing: names, columns of tables, options, functions, each with its meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lms.calculators.codes import FAILABLE, MESSAGES
from lms.calculators.formula.language import CHOICE, FUNCTIONS, SERIES, TABLE
from lms.calculators.service.names import Names

_WORD: Final = re.compile(r"[A-Za-z0-9_.]{0,90}\Z", re.ASCII)
_CHOICE: Final = re.compile(r"([a-z][a-z0-9_]{0,39})\s{0,9}[=!]=\s{0,9}\Z", re.ASCII)
_CALL: Final = re.compile(r"\b(fail|given)\s{0,9}\(\s{0,9}\Z", re.ASCII)
_NEAR: Final = 200


@dataclass(frozen=True, slots=True)
class Completion:
    """One proposal: `text` replaces what stands from `start` to before `end`.

    `sort` is "name", "column", "option", "function" or "code".
    """

    text: str
    sort: str
    meaning: str
    unit: str
    start: int
    end: int


def complete(text: str, position: int, names: Names) -> list[Completion]:
    """Return what may stand at `position` (from 0), best first: what begins as typed, then what has such a part.

    Behind `choice ==` only its options, in `fail(` only codes, in `given(` only optional inputs.
    """
    position = max(0, min(position, len(text)))
    near = text[max(0, position - _NEAR) : position]
    match = _WORD.search(near)
    typed = match.group() if match else ""
    start = position - len(typed)
    found = [
        Completion(*each, start, position)
        for each in _fitting(near[: len(near) - len(typed)], names)
        if _rank(each[0], typed) is not None
    ]
    return sorted(found, key=lambda each: _rank(each.text, typed) or 0)


_Proposal = tuple[str, str, str, str]


def _fitting(before: str, names: Names) -> Iterator[_Proposal]:
    call, choice = _CALL.search(before), _CHOICE.search(before)
    if call and call[1] == "fail":
        return ((code, "code", MESSAGES[code]["en"], "") for code in FAILABLE)
    if call:
        return (each for each in _named(names) if names[each[0]].optional)
    if choice and choice[1] in names and names[choice[1]].kind == CHOICE:
        return ((option, "option", "", "") for option in sorted(names[choice[1]].options))
    return (each for part in (_named(names), _functions()) for each in part)


def _named(names: Names) -> Iterator[_Proposal]:
    for name, known in names.items():
        if known.kind != TABLE:
            sort = "column" if known.kind == SERIES and "." in name else "name"
            yield name, sort, known.meaning, known.unit


def _functions() -> Iterator[_Proposal]:
    return ((f"{each.name}(", "function", each.meaning, "") for each in FUNCTIONS.values())


def _rank(proposed: str, typed: str) -> int | None:
    """Return 0 where the proposal begins as typed, 1 where a part of it does, None where neither."""
    wanted, name = typed.lower(), proposed.lower()
    if name.startswith(wanted):
        return 0
    return 1 if any(part.startswith(wanted) for part in re.split(r"[_.]", name)) else None
