"""What the lines of one question in a table ask."""

import re

from lms.packs.exchange.gift_answers import number
from lms.questions.exchanged import Answer, Choices, Numbers, Pairs, Quantity, Sequence, Shape, Unmapped, Words
from lms.sentences import say

RIGHT_MARKS = {"x", "1", "yes", "true", "ja", "sandt", "sant", "✓", "✔"}
WRONG_MARKS = {"", "0", "no", "false", "nej", "falsk", "falskt", "-"}
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+")


def shape_of(kind: str, rows: list[dict[str, str]], *, comma: bool) -> Shape:
    """Return what the lines of one question ask; raise `Unmapped`. `comma`: whether decimals may have one."""
    filled = [row for row in rows if row.get("answer")]
    if kind == "number":
        return _numbers(filled, comma=comma)
    if kind in {"matching", "matrix"}:
        return _pairs(filled)
    if kind in {"order", "ranking"}:
        return Sequence(tuple(Answer("", row["answer"], 0.0, row.get("feedback", "")) for row in filled))
    answers = tuple(Answer("", row["answer"], _share(row), row.get("feedback", "")) for row in filled)
    if kind == "short-text":
        return Words(answers)
    right = sum(each.share for each in answers)
    return Choices(answers, several=kind == "multiple-choice" or (not kind and right > 1))


def _share(row: dict[str, str]) -> float:
    mark = row.get("correct", "").casefold()
    if mark not in RIGHT_MARKS | WRONG_MARKS:
        raise Unmapped(say("“{mark}” says neither right nor wrong; write x or leave it empty", mark=mark[:20]))
    return float(mark in RIGHT_MARKS)


def _numbers(rows: list[dict[str, str]], *, comma: bool) -> Numbers:
    """Return the numbers; where none is marked as right, the first one is."""
    shares = [_share(row) for row in rows]
    if shares and not any(shares):
        shares[0] = 1.0
    return Numbers(tuple(_quantity(row, share, comma=comma) for row, share in zip(rows, shares, strict=True)))


def _quantity(row: dict[str, str], share: float, *, comma: bool) -> Quantity:
    tolerance = abs(_number(row["tolerance"], comma=comma)) if row.get("tolerance") else 0.0
    return Quantity(_number(row["answer"], comma=comma), tolerance, share, row.get("feedback", ""))


def _number(cell: str, *, comma: bool) -> float:
    """Return a number of a spreadsheet; thousands may be grouped only where it is clear which mark does it."""
    if comma and _GROUPED.fullmatch(cell):
        raise Unmapped(say("“{cell}” could be two numbers: write it without grouping", cell=cell[:20]))
    if "." in cell and "," in cell:
        cell = cell.replace("." if cell.rindex(".") < cell.rindex(",") else ",", "")
    return number(cell)


def _pairs(rows: list[dict[str, str]]) -> Pairs:
    columns: dict[str, None] = {}
    right: dict[str, tuple[str, ...]] = {}
    answers: dict[str, Answer] = {}
    for row in rows:
        words, fits = row["answer"], row.get("match", "")
        if not fits:
            raise Unmapped(say("“{words}” has nothing in the column match", words=words[:40]))
        columns.setdefault(fits)
        answers.setdefault(words, Answer(words, words, 0.0, row.get("feedback", "")))
        right[words] = (*right.get(words, ()), fits)
    return Pairs(tuple(answers.values()), tuple(Answer(text, text) for text in columns), right)
