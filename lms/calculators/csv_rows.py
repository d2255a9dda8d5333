"""The rows of a calculator's table from a CSV file: a column for each of the table's, and `name` for the rows'."""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.calculators.csv_tables import CsvProblem, column_names, read_table
from lms.calculators.declared import Calculator, Input, Table
from lms.calculators.operations import Operation, Parameter
from lms.calculators.parameters import Rows, Text
from lms.calculators.tables import NAME


def read_rows(data: bytes, calculator: Calculator) -> Mapping[str, Any]:
    """Return {table: rows} for the one table that has every column the first line names; raise `CsvProblem` for none.

    An empty cell is one that is still to be filled in; what the file may look like stands in `csv_tables`.
    """
    names = set(column_names(data)) - {NAME}
    for table in calculator.tables:
        if names <= {each.name for each in table.columns}:
            rows = Rows(name=table.name, unit="rows", help="", fields=tuple(_fields(table)))
            return read_table(data, Operation(calculator.name, "", (rows,), _nothing))
    raise CsvProblem(1, None, f"{calculator.name} has no table with the columns {', '.join(sorted(names))}")


def _fields(table: Table) -> Iterator[Parameter]:
    return map(_field, table.columns)


def _field(column: Input) -> Parameter:
    if column.is_text:
        return Text(name=column.name, unit=column.unit, help="", default="")
    low, high = column.minimum, column.maximum
    return Parameter(column.name, column.unit, "", low, high, whole=column.whole, optional=True)


def _nothing() -> dict[str, object]:
    return {}
