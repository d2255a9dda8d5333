"""Numbers from a file for a table whose rows are given: each line goes to the row of its name, or else of its place.

A name is known in every language the table is written in. Where no line has a known name, the first line is the first
row's and so on. What a line does not say stays as it was. `placesOf` in `static/web/js/grid-sheet.js` is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lms.calculators.declared import Table
from lms.tools.sheets import LONGEST_CELL, read_sheet
from lms.tools.tables import NAME, TypedRow

_LANGUAGES: Final = ("en", "da", "sv")


def names_of(table: Table) -> list[list[str]]:
    """Return what each row of a table of given rows is called, in every language, without capitals."""
    spoken = [[str(row[NAME]).casefold() for row in table.rows(each)] for each in _LANGUAGES]
    return [sorted(set(names)) for names in zip(*spoken, strict=True)]


def filled_rows(table: Table, typed: Sequence[TypedRow], text: str, language: str) -> tuple[list[TypedRow], list[str]]:
    """Return the rows with the numbers of a sheet in them, and the lines that belong to none. Raises SheetRefused."""
    names = names_of(table)
    sheet = read_sheet(table, text, language, frozenset(name for row in names for name in row))
    targets, body = sheet.targets, sheet.body
    places = places_of(body, targets, names)
    rows: list[Mapping[str, str]] = list(typed)
    for place, line in zip(places, body, strict=True):
        cells = {column: cell[:LONGEST_CELL] for column, cell in zip(targets, line, strict=False) if column}
        if place is not None:
            rows[place] = {**rows[place], **{column: cell for column, cell in cells.items() if column != NAME and cell}}
    return rows, [line[0] for place, line in zip(places, body, strict=True) if place is None]


def places_of(
    body: Sequence[Sequence[str]], targets: Sequence[str | None], names: Sequence[Sequence[str]]
) -> list[int | None]:
    """Return the row each line goes to, None where it goes to none; a row is filled once."""
    at = targets.index(NAME) if NAME in targets else None
    said = [line[at].casefold() if at is not None and at < len(line) else "" for line in body]
    found = [next((row for row, each in enumerate(names) if name in each), None) for name in said]
    if all(row is None for row in found):
        return [row if row < len(names) else None for row in range(len(body))]
    return [row if row is not None and row not in found[:line] else None for line, row in enumerate(found)]
