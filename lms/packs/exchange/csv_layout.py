"""Reading questions from a table: a line for each answer, as a spreadsheet program saves it.

Columns are known by their names in the first line; `question` and `answer` must be there. The lines of one question
follow each other; all but the first may leave `question` empty.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.packs.exchange.csv_answers import shape_of
from lms.packs.exchange.plain_text import from_html, line
from lms.packs.exchange.reading import Reading
from lms.packs.exchange.refusals import Refused
from lms.questions.exchanged import Question, Unmapped
from lms.sentences import say

COLUMNS = {
    "question": "the question, on the first line of its answers",
    "answer": "one answer; for `order` the lines are the right order, for `matching` and `matrix` it is the row",
    "correct": "`x`, `1`, `yes` or `true` on right answers; empty, `0`, `no` or `false` on wrong ones",
    "feedback": "what choosing this answer teaches",
    "id": "a name for the question; left out: made of its words",
    "kind": "a kind of question; left out: `single-choice` or `multiple-choice`, by the number of right answers",
    "match": "for `matching` and `matrix`: what belongs to the row",
    "tolerance": "for `number`: how far off is still right",
    "feedback right": "on the first line: what is said after a right answer",
    "feedback wrong": "on the first line: what is said after a wrong one",
    "topic": "on the first line: the topic the question belongs to",
}
"""The columns and what stands in them; docs/quiz-exchange.md lists the same."""

KINDS = ("single-choice", "multiple-choice", "number", "short-text", "order", "matching", "matrix", "ranking")
MOST_LINES = 10_000
LARGEST = 2_000_000


@dataclass
class _Group:
    """The lines of one question: {column: cell} each, with the number of its first line.

    `comma`: whether the file may write decimals with a comma, and so perhaps thousands with a point.
    """

    line: int
    comma: bool
    rows: list[dict[str, str]] = field(default_factory=list)

    def head(self, column: str) -> str:
        """Return a cell of the first line."""
        return self.rows[0].get(column, "")


def read_csv(content: bytes, reading: Reading) -> None:
    """Add the questions of a CSV file to `reading`; raise `Refused` where it is no such table."""
    if len(content) > LARGEST:
        raise Refused(
            reading.file, say("The file is larger than {largest} MB.", largest=LARGEST // 1000000), say("Divide it.")
        )
    for group in _groups(decoded(content, reading.file), reading):
        try:
            reading.take(_question(group, reading))
        except Unmapped as reason:
            reading.leave_out(_title(group), str(reason))


def decoded(content: bytes, place: str) -> str:
    """Return the text of a file as spreadsheet programs save it: UTF-8, UTF-16 with its mark, or Windows-1252."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Refused(place, say("This is no text."), say("Save it as “CSV UTF-8”, or as plain text in UTF-8."))


def _groups(text: str, reading: Reading) -> list[_Group]:
    lines, comma = _lines(text, reading.file), _marked(text)[0] != ","
    head = next(lines, (1, []))[1]
    names = [" ".join(name.replace("_", " ").casefold().split()) for name in head]
    for need in ("question", "answer"):
        if need not in names:
            raise Refused(
                f"{reading.file}:1",
                say("There is no column “{need}”.", need=need),
                say("Name the columns in the first line."),
            )
    for name, written in zip(names, head, strict=True):
        if name not in COLUMNS:
            reading.losses.add(
                reading.file,
                "",
                say("the column “{written}” is not known", written=written.strip()[:40]),
                say("it was left out"),
            )
    groups: list[_Group] = []
    for number_of, cells in lines:
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name in COLUMNS}
        asked = row.get("question", "")
        if asked and (not groups or asked != groups[-1].head("question") or row.get("id", "") != groups[-1].head("id")):
            groups.append(_Group(number_of, comma))
        if not groups:
            raise Refused(
                f"{reading.file}:{number_of}",
                say("The first answer has no question."),
                say("Write the question beside it."),
            )
        groups[-1].rows.append(row)
    return groups


def _marked(text: str) -> tuple[str, str, int]:
    """Return what parts the columns, the table, and how many lines stand above it (Excel's `sep=;` is one)."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').casefold()
    if said.startswith("sep=") and len(said) == 5:
        return said[4], rest, 1
    return max(";\t,", key=first.count), text, 0


def _lines(text: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that is not empty."""
    mark, source, skipped = _marked(text)
    reader = csv.reader(io.StringIO(source, newline=""), delimiter=mark, strict=True)
    try:
        for cells in reader:
            if reader.line_num > MOST_LINES:
                raise Refused(
                    place,
                    say("The file has more than {most} lines.", most=f"{MOST_LINES:,}"),
                    say("Divide it."),
                )
            if any(cell.strip() for cell in cells):
                yield reader.line_num + skipped, cells
    except csv.Error as broken:
        at = f"{place}:{reader.line_num + skipped}"
        raise Refused(
            at,
            say("The line cannot be read: {broken}.", broken=broken),
            say("Look for a quotation mark that is not closed."),
        ) from None


def _title(group: _Group) -> str:
    return group.head("id") or group.head("question")[:60]


def _question(group: _Group, reading: Reading) -> Question:
    kind = group.head("kind").casefold()
    if kind and kind not in KINDS:
        raise Unmapped(
            say("“{kind}” is no kind a table can hold; known: {known}", kind=kind[:40], known=", ".join(KINDS))
        )
    tell = reading.losses.of(reading.file, _title(group))

    def words(cell: str) -> str:
        return from_html(cell, tell) if "</" in cell or "<br" in cell else line(cell, tell)

    rows = [{column: words(cell) for column, cell in row.items()} for row in group.rows]
    head = rows[0]
    shape = shape_of(kind, rows, comma=group.comma)
    return Question(
        id=head.get("id", ""),
        title=_title(group),
        stem=head["question"],
        shape=shape,
        right=head.get("feedback right", ""),
        wrong=head.get("feedback wrong", ""),
        topic=head.get("topic", ""),
        kind=kind if kind in {"matrix", "matching", "ranking"} else "",
    )
