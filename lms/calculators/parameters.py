"""Inputs of operations that are more than one number: rows, tables of numbers, lists with gaps, counts by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.calculators.operations import Invalid, Parameter


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

    def _row(self, row: object, place: str) -> dict[str, Any]:
        if not isinstance(row, Mapping):
            raise Invalid(place, "must be a row with named numbers")
        known = {each.name for each in self.fields} | {"name"}
        for key in row:
            if key not in known:
                raise Invalid(f"{place}.{key}", "is not a field of a row")
        if not isinstance(row.get("name"), str | None):
            raise Invalid(f"{place}.name", "must be a text")
        return {"name": row.get("name"), **{each.name: self._cell(each, row, place) for each in self.fields}}

    @staticmethod
    def _cell(field: Parameter, row: Mapping[str, object], place: str) -> Any:
        if field.name not in row and not field.required:
            return field.default
        try:
            return field.read(row.get(field.name))
        except Invalid as refused:
            raise Invalid(f"{place}.{refused.field}", refused.reason) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Parameter):
    """How many there are of each name."""

    sort: str = "counts"

    def read(self, value: object) -> Any:
        """Return a dict from name to a whole number; raise `Invalid` for anything else."""
        if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
            raise Invalid(self.name, "must be counts by name")
        return {name: self._number(each) for name, each in value.items()}


def _listed(name: str, value: object) -> Sequence[object]:
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise Invalid(name, "must be a list")
    return value
