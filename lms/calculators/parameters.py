"""Inputs of operations that are more than one number: rows, tables of numbers, lists with gaps, counts by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.calculators.operations import MOST_ROWS, Invalid, Parameter

_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps(Parameter):
    """A list of numbers in which some may be missing: None."""

    sort: str = "numbers"

    def read(self, value: object) -> Any:
        """Return the list with floats and None; raise `Invalid` for anything else."""
        return [None if each is None else self._number(each) for each in _listed(self.name, value)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Parameter):
    """Rows of numbers, all equally long."""

    sort: str = "rows of numbers"

    def read(self, value: object) -> Any:
        """Return a list of lists of floats; raise `Invalid` when it is none, or ragged."""
        rows = [[self._number(each) for each in _listed(self.name, row)] for row in _listed(self.name, value)]
        if len({len(row) for row in rows}) > 1:
            raise Invalid(self.name, "must have rows of the same length")
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Parameter):
    """A table: each row holds a number per field, and may have a name."""

    sort: str = "rows"

    def read(self, value: object) -> Any:
        """Return a list of dicts with every field; raise `Invalid` naming row and field of what cannot be used."""
        return [self._row(each, f"{self.name}[{at}]") for at, each in enumerate(_listed(self.name, value))]

    def unusual(self, value: object) -> bool:
        """Tell whether a cell of any row lies outside its soft range."""
        return any(each.unusual(row.get(each.name)) for row in _rows(value) for each in self.fields)

    def _row(self, row: object, place: str) -> dict[str, Any]:
        found = _cells(row, (*self.fields, _NAME), place)
        return {"name": found.pop("name"), **found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Parameter):
    """A number per field: one row without a name."""

    sort: str = "record"

    def read(self, value: object) -> Any:
        """Return a dict with every field, or None where it may be left out; raise `Invalid` for anything else."""
        return None if value is None and self.optional else _cells(value, self.fields, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Parameter):
    """A short text, such as the name of a department; left out it is the default."""

    sort: str = "text"

    def read(self, value: object) -> Any:
        """Return the text without spaces around it; raise `Invalid` for anything else, and above 200 characters."""
        if value is None:
            return self.default
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise Invalid(self.name, f"must be a text of at most {_LONGEST} characters")
        return value.strip()


_NAME: Final = Text(name="name", unit="text", help="what the row is called")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Parameter):
    """How many there are of each name."""

    sort: str = "counts"

    def read(self, value: object) -> Any:
        """Return a dict from name to a whole number; raise `Invalid` for anything else."""
        if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
            raise Invalid(self.name, "must be counts by name")
        if len(value) > MOST_ROWS:
            raise Invalid(self.name, f"must have at most {MOST_ROWS:,} names")
        return {name: self._number(each) for name, each in value.items()}


def _cells(row: object, fields: Sequence[Parameter], place: str) -> dict[str, Any]:
    """Return the value of each field; raise `Invalid` naming place and field of what cannot be used."""
    if not isinstance(row, Mapping):
        raise Invalid(place, "must be a row with named numbers")
    known = {each.name for each in fields}
    for key in row:
        if key not in known:
            raise Invalid(f"{place}.{key}", "is not a field of a row")
    return {each.name: _cell(each, row, place) for each in fields}


def _cell(field: Parameter, row: Mapping[str, object], place: str) -> Any:
    if field.name not in row and not field.required:
        return field.default
    try:
        return field.read(row.get(field.name))
    except Invalid as refused:
        raise Invalid(f"{place}.{refused.field}", refused.reason) from None


def _listed(name: str, value: object) -> Sequence[object]:
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise Invalid(name, "must be a list")
    if len(value) > MOST_ROWS:
        raise Invalid(name, f"must have at most {MOST_ROWS:,} rows")
    return value


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
