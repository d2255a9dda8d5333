"""Matrix: reading, responding, scoring row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Note, Score, Verdict
from lms.questions.options import refuse_doubles
from lms.questions.shuffling import shuffled
from lms.questions.tables import ItemErrors, Table, did_you_mean
from lms.questions.text import N_, Json, Text, joined
from lms.sentences import say

FEWEST, MOST_COLUMNS, MOST_ROWS = 2, 7, 10


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its id (stable for ever) and its words."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its id, its words, the columns accepted (none: the item does not count), and what it teaches."""

    id: str
    text: Text
    correct: tuple[str, ...]
    feedback: Text


@dataclass(frozen=True, slots=True)
class MatrixItem(Item):
    """Statements or cases on one set of columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def counted(self) -> bool:
        """Whether its rows are right or wrong at all."""
        return bool(self.rows[0].correct)

    def words(self, column: str) -> Text:
        """Return the words of a column; raise `StopIteration` where there is none."""
        return next(each.text for each in self.columns if each.id == column)


class Matrix:
    """The kind `matrix`: a response is {row id: column id} for the rows answered."""

    name = "matrix"
    comes_back = False

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> MatrixItem:
        """Build the item; raise `ItemErrors` unless all rows name accepted columns or none does."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        columns = _columns(top)
        rows = _rows(top, [column.id for column in columns])
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return MatrixItem(id, self.name, stem, columns, rows)

    def document(self, item: MatrixItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        rows: list[Json] = [
            {"id": row.id, "text": {**row.text}, "correct": [*row.correct], "feedback": {**row.feedback}}
            for row in item.rows
        ]
        return {**self.public(item), "rows": rows}

    def from_document(self, document: Mapping[str, Any]) -> MatrixItem:
        """Build the item from its document."""
        d = document
        columns = tuple(Column(column["id"], column["text"]) for column in d["columns"])
        rows = tuple(Row(row["id"], row["text"], tuple(row["correct"]), row["feedback"]) for row in d["rows"])
        return MatrixItem(d["id"], self.name, d["stem"], columns, rows)

    def public(self, item: MatrixItem) -> dict[str, Json]:
        """Return the question, its columns and its rows."""
        columns: list[Json] = [{"id": column.id, "text": {**column.text}} for column in item.columns]
        rows: list[Json] = [{"id": row.id, "text": {**row.text}} for row in item.rows]
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, "columns": columns, "rows": rows}

    def meaning(self, item: MatrixItem) -> Json:
        """Return the columns in their order, and for each row what is accepted."""
        rows: Json = {row.id: [*sorted(row.correct)] for row in item.rows}
        return {"columns": [column.id for column in item.columns], "rows": rows}

    def frame(self, item: MatrixItem) -> Json:
        """Return rows and columns, and whether it counts."""
        rows: list[Json] = [*sorted(row.id for row in item.rows)]
        return {"columns": [column.id for column in item.columns], "rows": rows, "counted": item.counted}

    def key_words(self, item: MatrixItem) -> Text:
        """Return what is accepted in each row."""
        rows = ((row.text, [item.words(column) for column in row.correct]) for row in item.rows)
        return joined("; ", *(joined(": ", text, joined(" / ", *right)) for text, right in rows if right))

    def arranged(self, item: MatrixItem, seed: str) -> MatrixItem:
        """Return the item with its rows in the order of `seed`; without one, as they are written."""
        if not seed:
            return item
        return replace(item, rows=shuffled(item.rows, seed, lambda row: row.id, item.id))

    def response(self, item: MatrixItem, value: Json) -> Json:
        """Return the rows answered in the order of their ids; None and no row take an answer back."""
        if value is None or value == {}:
            return None
        chosen = _chosen(item, value)
        if chosen is None:
            raise BadResponse(item.id, N_("This is no choice of this table."), N_("Choose one column in each row."))
        return {**chosen} or None

    def score(self, item: MatrixItem, value: Json) -> Score:
        """Give the share of rows that are right, and what each row teaches."""
        key: Json = {row.id: row.correct[0] for row in item.rows} if item.counted else None
        chosen = _chosen(item, value)
        if not chosen:
            return Score(0.0, False, None, key, counted=item.counted)
        right = sum(chosen.get(row.id) in row.correct for row in item.rows)
        points = right / len(item.rows)
        notes = tuple(_note(row, chosen.get(row.id)) for row in item.rows)
        return Score(points, right == len(item.rows), {**chosen}, key, (), notes, item.counted)

    def categories(self, item: MatrixItem) -> tuple[Category, ...]:
        """Return one for each column in each row, called `row:column`."""
        return tuple(
            Category(f"{row.id}:{column.id}", joined(": ", row.text, column.text), column.id in row.correct)
            for row in item.rows
            for column in item.columns
        )

    def said(self, item: MatrixItem, response: Json) -> tuple[str, ...]:
        """Return the cells chosen."""
        return tuple(f"{row}:{column}" for row, column in (_chosen(item, response) or {}).items())


def _chosen(item: MatrixItem, value: Json) -> dict[str, str] | None:
    """Return {row: column} of the rows answered; None where `value` names a row or column that is not there."""
    if not isinstance(value, dict):
        return None
    rows, columns = {row.id for row in item.rows}, {column.id for column in item.columns}
    chosen = {row: column for row, column in sorted(value.items()) if column is not None}
    good = all(row in rows and isinstance(column, str) and column in columns for row, column in chosen.items())
    return {row: str(column) for row, column in chosen.items()} if good else None


def _note(row: Row, chosen: str | None) -> Note:
    verdict: Verdict = (
        "right" if chosen in row.correct or not row.correct else ("missed" if chosen is None else "wrong")
    )
    return Note(row.id, verdict, row.text, row.feedback)


def _columns(top: Table) -> tuple[Column, ...]:
    entries = top.tables("columns", least=FEWEST)
    columns = tuple(_column(entry) for entry in entries)
    if len(columns) > MOST_COLUMNS:
        top.fault(
            "columns",
            say("{count} columns are too many for a phone.", count=len(columns)),
            say("Keep at most {most}.", most=MOST_COLUMNS),
        )
    refuse_doubles(entries, [column.id for column in columns], say("column"))
    return columns


def _column(table: Table) -> Column:
    column = Column(table.name("id"), table.text("text", html=False))
    table.finish()
    return column


def _rows(top: Table, columns: Sequence[str]) -> tuple[Row, ...]:
    entries = top.tables("rows", least=FEWEST)
    rows = tuple(_row(entry, columns) for entry in entries)
    if len(rows) > MOST_ROWS:
        top.fault(
            "rows",
            say("{count} rows are too many.", count=len(rows)),
            say("Keep at most {most}.", most=MOST_ROWS),
        )
    if len({bool(row.correct) for row in rows}) > 1:
        top.fault(
            "rows", say("Some rows say what is correct and some do not."), say("Add correct to every row or to none.")
        )
    refuse_doubles(entries, [row.id for row in rows], say("row"))
    return rows


def _row(table: Table, columns: Sequence[str]) -> Row:
    correct = table.list_of_words("correct") if table.has("correct") else []
    for column in correct:
        if column not in columns:
            table.fault(
                "correct", say('There is no column "{column}".', column=column[:64]), did_you_mean(column[:64], columns)
            )
    if table.has("correct") and len(set(correct)) in (0, len(columns)):
        table.fault("correct", say("None or all of the columns are accepted."), say("Name the ones that are right."))
    row = Row(table.name("id"), table.text("text", html=False), tuple(correct), table.text("feedback", html=False))
    table.finish()
    return row


KIND = Matrix()
