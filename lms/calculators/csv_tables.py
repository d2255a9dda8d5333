"""Inputs of an operation from a CSV file: rows by their fields, numbers by their names, one column each.

The first line names the columns. Columns are parted by semicolons, tabs or commas, whichever the first line has; with
the first two a decimal comma is read as well as a point. Numbers are never grouped. At most 10,000 lines and 2 MB.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from lms.calculators.operations import MOST_ROWS, Invalid, Operation, Parameter
from lms.calculators.parameters import Counts, Gaps, Matrix, Rows, Text

LARGEST: Final = 2_000_000
"""Bytes a file may have."""

_NUMBER: Final = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_GROUPED: Final = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_MATRIX: Final = "rows of numbers"
_PAIR: Final = ("name", "count")
_NAME: Final = Text(name="name", unit="text", help="what the row is called")
_Line: TypeAlias = tuple[int, list[str]]


class CsvProblem(ValueError):
    """A file cannot be read: `line` counted from 1, `column` by its name (None for the whole line), and why."""

    def __init__(self, line: int, column: str | None, reason: str) -> None:
        """Keep the place, and say it with the reason."""
        self.line, self.column, self.reason = line, column, reason
        super().__init__(f"line {line}{f', column {column}' if column else ''}: {reason}")


def read_table(data: bytes, operation: Operation) -> Mapping[str, object]:
    """Return the inputs of `operation` that the file holds; raise `CsvProblem` for what cannot be read.

    A table is filled by columns named as its fields (and `name`), counts by `name` and `count`, several lists of
    numbers by columns named as they are, rows of numbers by all columns, whatever their names. Each cell is checked
    against its range.
    """
    text = _decoded(data)
    mark = _separator(text)
    lines = _lines(text, mark)
    head = next(lines, None)
    if head is None:
        raise CsvProblem(1, None, "the file is empty")
    names = [each.strip() for each in head[1]]
    lists = {each.name: each for each in operation.parameters if each.sort == "numbers"}
    table = next((each for each in operation.parameters if each.sort in {"rows", "counts", _MATRIX}), None)
    if lists and (table is None or set(names) & set(lists)):
        return _lists(_Columns(names, head[0], list(lists)), lines, lists, comma=mark != ",")
    if table is None:
        raise CsvProblem(1, None, f"{operation.name} takes no table")
    filled = (line for line in lines if any(line[1]))
    return {table.name: _table(table, (head[0], names), filled, comma=mark != ",")}


def column_names(data: bytes) -> list[str]:
    """Return what the first line of a file names; raise `CsvProblem` where it cannot be read."""
    text = _decoded(data)
    head = next(_lines(text, _separator(text)), None)
    if head is None:
        raise CsvProblem(1, None, "the file is empty")
    return [each.strip() for each in head[1]]


def _table(table: Parameter, head: _Line, lines: Iterator[_Line], *, comma: bool) -> object:
    line, names = head
    if isinstance(table, Rows):
        fields = {each.name: each for each in (*table.fields, _NAME)}
        columns = _Columns(names, line, list(fields), [each.name for each in table.fields if each.required])
        return [_row(columns, each, fields, comma=comma) for each in lines]
    if isinstance(table, Counts):
        return _counts(_Columns(names, line, _PAIR, _PAIR), lines, table, comma=comma)
    return _matrix(_Columns(names, line, names), lines, table, comma=comma)


class _Columns:
    """The names in the first line, in their order."""

    def __init__(self, names: list[str], line: int, known: Sequence[str], required: Sequence[str] = ()) -> None:
        """Refuse unknown, repeated and missing names."""
        for at, name in enumerate(names):
            if name not in known:
                shown = f"“{name}” is no column" if name else "a column has no name"
                raise CsvProblem(line, None, f"{shown}; it takes {', '.join(known)}")
            if name in names[:at]:
                raise CsvProblem(line, name, "stands twice")
        for name in required:
            if name not in names:
                raise CsvProblem(line, None, f"the column {name} is missing")
        self.names = names

    def cells(self, line: _Line) -> dict[str, str]:
        """Return the cells of one line by column; raise `CsvProblem` for too few or too many."""
        if len(line[1]) != len(self.names):
            raise CsvProblem(line[0], None, f"has {len(line[1])} cells, the first line {len(self.names)}")
        return {name: cell.strip() for name, cell in zip(self.names, line[1], strict=True)}


def _row(columns: _Columns, line: _Line, fields: dict[str, Parameter], *, comma: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, cell in columns.cells(line).items():
        if cell:
            value = cell if fields[name].sort in {"text", "choice"} else _number(line[0], name, cell, comma=comma)
            found[name] = _checked(fields[name], value, line[0], name)
        elif fields[name].required:
            raise CsvProblem(line[0], name, "is empty")
    return found


def _lists(
    columns: _Columns, lines: Iterator[_Line], lists: dict[str, Parameter], *, comma: bool
) -> dict[str, list[float | None]]:
    """Return each column as a list. They may end on different lines; a gap inside is refused unless it may be one."""
    found: dict[str, list[float | None]] = {name: [] for name in columns.names}
    ended: dict[str, int] = {}
    for line in lines:
        for name, cell in columns.cells(line).items():
            parameter = lists[name]
            if not cell and not isinstance(parameter, Gaps):
                ended.setdefault(name, line[0])
                continue
            if name in ended:
                raise CsvProblem(ended[name], name, "is empty, and numbers follow")
            value = _number(line[0], name, cell, comma=comma) if cell else None
            found[name].append(None if value is None else _checked(_one(parameter), value, line[0], name))
    return found


def _counts(columns: _Columns, lines: Iterator[_Line], table: Counts, *, comma: bool) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in lines:
        name, count = (columns.cells(line)[each] for each in _PAIR)
        if not name or name in found:
            raise CsvProblem(line[0], "name", "is empty" if not name else f"“{name}” stands twice")
        value = _number(line[0], "count", count, comma=comma)
        found |= _checked(table, {name: value}, line[0], "count")
    return found


def _matrix(columns: _Columns, lines: Iterator[_Line], table: Parameter, *, comma: bool) -> list[list[float]]:
    """Return all rows. Where they may differ in length, as cohorts do, empty cells at the end of a line are none."""
    rows = []
    for line in lines:
        cells = list(columns.cells(line).items())
        while not isinstance(table, Matrix) and not cells[-1][1]:
            cells.pop()
        row = [_number(line[0], name, cell, comma=comma) for name, cell in cells]
        rows += _checked(table, [row], line[0], None)
    return rows


def _checked(parameter: Parameter, value: object, line: int, column: str | None) -> Any:
    try:
        return parameter.read(value)
    except Invalid as refused:
        raise CsvProblem(line, column, refused.reason) from None


def _one(parameter: Parameter) -> Parameter:
    """Return what one number of a list must be."""
    return Parameter(
        parameter.name, parameter.unit, parameter.help, parameter.minimum, parameter.maximum, whole=parameter.whole
    )


def _number(line: int, column: str, cell: str, *, comma: bool) -> float:
    if not cell:
        raise CsvProblem(line, column, "is empty")
    if comma and _GROUPED.fullmatch(cell):
        raise CsvProblem(line, column, f"“{cell}” could be two numbers: write it without grouping")
    plain = _pointed(cell, comma=comma)
    if not _NUMBER.fullmatch(plain):
        raise CsvProblem(line, column, f"“{cell[:40]}” is not a number; shares are fractions, 15 % is 0.15")
    return float(plain)


def _pointed(cell: str, *, comma: bool) -> str:
    """Return the cell with a point for its decimal comma and a hyphen for its minus."""
    cell = cell.replace("\u2212", "-")
    return cell.replace(",", ".") if comma and "." not in cell else cell


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise CsvProblem(1, None, f"the file is larger than {LARGEST // 1_000_000} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data[: broken.start].count(b"\n") + 1
        raise CsvProblem(line, None, "holds a letter that is not UTF-8: save the file as “CSV UTF-8”") from None


def _separator(text: str) -> str:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return next((mark for mark in (";", "\t") if mark in first), ",")


def _lines(text: str, mark: str) -> Iterator[_Line]:
    """Yield each line with its number in the file; a blank one has empty cells, and at either end it is left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows, width = -1, 0
    blank: list[_Line] = []
    try:
        for cells in reader:
            if not any(each.strip() for each in cells):
                blank.append((reader.line_num, [""] * width))
                continue
            between = blank if width else []
            width, blank, rows = width or len(cells), [], rows + 1 + len(between)
            if rows > MOST_ROWS:
                raise CsvProblem(reader.line_num, None, f"the file has more than {MOST_ROWS:,} rows")
            yield from between
            yield reader.line_num, cells
    except csv.Error as broken:
        raise CsvProblem(reader.line_num, None, f"cannot be read: {broken}") from None
