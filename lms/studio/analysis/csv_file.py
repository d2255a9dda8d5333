"""The released figures of a version as rows (RFC 4180): one for each question, and one for each thing people said."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from lms.questions.text import Text, in_language
from lms.studio.analysis.figures import Question, QuizFigures
from lms.studio.analysis.scales import ScaleFigures
from lms.tools.exports.rows import safe

HEADS: Final = (
    "version", "part", "item", "answer", "text", "right", "people", "share", "low", "high", "elsewhere", "item_rest",
    "item_rest_low", "item_rest_high", "median_seconds", "sure", "sure_and_wrong", "verdicts",
)  # fmt: skip
_UTF_8_MARK: Final = "\ufeff"
_Row = dict[str, object]


def as_rows(figures: QuizFigures | ScaleFigures, language: str) -> bytes:
    """Return the figures as CSV in UTF-8, with a mark by which spreadsheets know it; shares as fractions."""
    written = StringIO(newline="")
    table = csv.DictWriter(written, HEADS, restval="")
    table.writeheader()
    rows = _of_scale(figures, language) if isinstance(figures, ScaleFigures) else _of_quiz(figures, language)
    for row in rows:
        table.writerow({"version": figures.shelved.number, **row})
    return (_UTF_8_MARK + written.getvalue()).encode()


def _of_quiz(figures: QuizFigures, language: str) -> Iterator[_Row]:
    for question in figures.questions:
        yield _question(question, language)
        for choice in question.figures.choices if question.figures else ():
            row = _words("answer", question.item.id, question.categories[choice.key].text, language)
            numbers = {"people": choice.people, "share": _short(choice.share), "elsewhere": _short(choice.elsewhere)}
            yield row | {"answer": choice.key, "right": "yes" if choice.right else "no"} | numbers


def _question(question: Question, language: str) -> _Row:
    row = _words("question", question.item.id, question.item.stem, language)
    figures = question.figures
    if figures is None:
        return row
    level, apart = figures.difficulty, figures.discrimination
    return row | {
        "people": figures.people,
        "share": _short(level.value),
        "low": _short(level.low),
        "high": _short(level.high),
        "item_rest": _short(apart.value) if apart else "",
        "item_rest_low": _short(apart.low) if apart else "",
        "item_rest_high": _short(apart.high) if apart else "",
        "median_seconds": _short(figures.seconds),
        "sure": figures.sure,
        "sure_and_wrong": figures.sure_wrong,
        "verdicts": " ".join(each.verdict for each in question.findings),
    }


def _of_scale(figures: ScaleFigures, language: str) -> Iterator[_Row]:
    for each in figures.statements:
        row = _words("statement", each.statement.id, each.statement.text, language)
        yield row | {"people": each.people or "", "item_rest": _short(each.item_rest)}
        for place, said in enumerate(each.said, 1):
            answer = _words("answer", each.statement.id, said.text, language)
            yield answer | {"answer": place, "people": said.people, "share": _short(said.share)}


def _words(part: str, item: str, text: Text, language: str) -> _Row:
    return {"part": part, "item": item, "text": safe(in_language(text, language))}


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
