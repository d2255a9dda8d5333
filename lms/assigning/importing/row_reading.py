"""One row of a file as values of a person: each field read by itself, every problem of the row at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Final

from lms.assigning.importing.date_order import as_written
from lms.assigning.importing.mapping import DATES
from lms.assigning.importing.problems import Problem
from lms.assigning.importing.reading import Row
from lms.people import values
from lms.people.values import Order, Wrong

SHEET_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
NOTHING: Final = frozenset({"-", "–", "—"})
"""What people write where there is nothing."""
REMEMBERED: Final = 4_096
"""Texts of a field that are read once and remembered, while one file is read."""
UNLIKE: Final = frozenset({"email", "name", "first_name", "last_name"})
"""Fields that say something else in every row."""
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(slots=True)
class Said:
    """What one row says. `values`: field → text as it is stored, None for an empty cell; `problems`: what is wrong."""

    number: int
    values: dict[str, str | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def email(self) -> str:
        """Return the address, "" where it cannot be read."""
        return self.values.get("email") or ""


class RowReader:
    """Reads rows by a mapping. `orders`: the order of day and month of a column, where it matters."""

    def __init__(self, mapping: Sequence[str | None], orders: Mapping[int, Order]) -> None:
        """Take the field of each column."""
        self._columns = [(at, name) for at, name in enumerate(mapping) if name]
        self._orders = orders
        self._readers = {name: lru_cache(REMEMBERED)(_READERS[name]) for name in _READERS.keys() - UNLIKE}
        self._day = lru_cache(REMEMBERED)(_day)

    def read(self, row: Row) -> Said:
        """Return what the row says, and everything that is wrong with it."""
        said = Said(row.number)
        for at, name in self._columns:
            text = row.cells[at]
            try:
                said.values[name] = self._value(at, name, text, at in row.formulas)
            except Wrong as wrong:
                said.problems.append(Problem.of(wrong))
            except _Refused as refused:
                said.problems.append(Problem(name, refused.code, text))
        _join_names(said)
        if row.surplus:
            said.problems.append(Problem("", "surplus"))
        return said

    def _value(self, at: int, name: str, text: str, formula: bool) -> str | None:
        if formula:
            raise _Refused("formula")
        if text in SHEET_ERRORS:
            raise _Refused("sheet-error")
        if not TURNING.isdisjoint(text):
            raise _Refused("direction")
        if not text or text in NOTHING:
            return values.read_email("") if name == "email" else None
        if name in DATES:
            return self._day(name, text, self._orders.get(at, "dmy"))
        return self._readers.get(name, _READERS[name])(text)


class _Refused(ValueError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _day(name: str, text: str, order: Order) -> str | None:
    written, order = as_written(text, order)
    day = values.read_date(written, name, order)
    return day.isoformat() if day else None


def _text(name: str) -> Callable[[str], str | None]:
    return partial(values.read_text, name)


def _cost_centre(text: str) -> str | None:
    whole, point, rest = text.partition(".")
    return values.read_text("cost_centre", whole if point and whole.isdecimal() and not rest.strip("0") else text)


def _half(text: str) -> str | None:
    return values.read_text("name", text)


_READERS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "email": values.read_email,
    "manager_email": lambda text: values.read_email(text, "manager_email"),
    "name": _half,
    "first_name": _half,
    "last_name": _half,
    "department": lambda text: text,
    "job": _text("job"),
    "location": _text("location"),
    "cost_centre": _cost_centre,
    "language": values.read_language,
    "time_zone": values.read_time_zone,
}


def _join_names(said: Said) -> None:
    """Make one name of two halves."""
    halves = [said.values.pop(each, None) for each in ("first_name", "last_name") if each in said.values]
    if halves:
        whole = " ".join(filter(None, halves))
        try:
            said.values["name"] = values.read_text("name", whole)
        except Wrong as wrong:
            said.problems.append(Problem.of(wrong))
