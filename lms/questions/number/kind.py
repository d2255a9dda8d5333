"""Number: reading, responding, scoring."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.calculators.numerals import format_number, format_percent
from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.tables import LARGEST, ItemErrors, Table
from lms.questions.text import LANGUAGES, N_, Json, Text, joined
from lms.questions.wording import RIGHT, TOO_HIGH, TOO_LOW, TYPICAL
from lms.sentences import say

UNITS = ("number", "money", "percent", "count", "years", "months", "ratio")
WRITTEN_PLACES = 6
SLACK = 1e-12
"""Relative slack, so that 0.4 lies within 0.3 ± 0.1 although doubles say it is 1e-16 outside."""


@dataclass(frozen=True, slots=True)
class Near:
    """A wrong answer people typically give, and what it teaches."""

    value: float
    tolerance: float
    feedback: Text


@dataclass(frozen=True, slots=True)
class NumberItem(Item):
    """A question answered by a number; `tolerance` is absolute, in the unit of the answer."""

    answer: float
    tolerance: float
    unit: str
    correct: Text
    wrong: Text
    near: tuple[Near, ...]


def within(value: float, target: float, tolerance: float) -> bool:
    """Whether `value` lies at most `tolerance` (included) from `target`."""
    return abs(value - target) <= tolerance + SLACK * max(abs(value), abs(target))


class Number:
    """The kind `number`: a response is a finite number."""

    name = "number"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> NumberItem:
        """Build the item; raise `ItemErrors`."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        unit = top.one_of("unit", UNITS, default="number")
        answer = top.number("answer", -LARGEST, LARGEST)
        tolerance = _tolerance(top, answer)
        feedback = top.table("feedback")
        correct, wrong = feedback.text("correct", html=False), feedback.text("wrong", html=False)
        feedback.finish()
        near = tuple(_near(entry, answer, tolerance) for entry in top.tables("near"))
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return NumberItem(id, self.name, stem, answer, tolerance, unit, correct, wrong, near)

    def document(self, item: NumberItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        near: list[Json] = [{"value": n.value, "tolerance": n.tolerance, "feedback": {**n.feedback}} for n in item.near]
        return {
            **self.public(item),
            "answer": item.answer,
            "tolerance": item.tolerance,
            "correct": {**item.correct},
            "wrong": {**item.wrong},
            "near": near,
        }

    def from_document(self, document: Mapping[str, Any]) -> NumberItem:
        """Build the item from its document."""
        d = document
        near = tuple(Near(float(n["value"]), float(n["tolerance"]), n["feedback"]) for n in d["near"])
        answer, tolerance = float(d["answer"]), float(d["tolerance"])
        return NumberItem(d["id"], self.name, d["stem"], answer, tolerance, d["unit"], d["correct"], d["wrong"], near)

    def public(self, item: NumberItem) -> dict[str, Json]:
        """Return question and unit."""
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, "unit": item.unit}

    def meaning(self, item: NumberItem) -> Json:
        """Return answer, tolerance and unit."""
        return {"answer": item.answer, "tolerance": item.tolerance, "unit": item.unit}

    def frame(self, item: NumberItem) -> Json:
        """Return the unit."""
        return {"unit": item.unit}

    def key_words(self, item: NumberItem) -> Text:
        """Return the answer and its tolerance."""
        return joined(" ± ", _written(item.answer, item.unit), _written(item.tolerance, item.unit))

    def arranged(self, item: NumberItem, seed: str) -> NumberItem:
        """Return the item: there is nothing to arrange."""
        return item

    def response(self, item: NumberItem, value: Json) -> Json:
        """Return the number; None takes an answer back."""
        if value is None:
            return None
        number = _finite(value)
        if number is None:
            raise BadResponse(item.id, N_("This is not a number."), N_("Write a number in digits."))
        if abs(number) > LARGEST:
            raise BadResponse(item.id, N_("This number is too large."), N_("Write a number of at most 15 digits."))
        return number

    def score(self, item: NumberItem, value: Json) -> Score:
        """Give one point within the tolerance; otherwise the feedback of the typical mistake that lies nearest."""
        number = _finite(value)
        if number is None:
            return Score(0.0, False, None, item.answer)
        if within(number, item.answer, item.tolerance):
            return Score(1.0, True, number, item.answer, (item.correct,))
        mistake = _mistake(item, number)
        return Score(0.0, False, number, item.answer, (mistake.feedback if mistake else item.wrong,))

    def categories(self, item: NumberItem) -> tuple[Category, ...]:
        """Return right, each typical mistake, too low and too high."""
        near = {_near_key(each): joined(" ", TYPICAL, _written(each.value, item.unit)) for each in item.near}
        return (
            Category("right", RIGHT, True),
            *(Category(key, text, False) for key, text in near.items()),
            Category("too-low", TOO_LOW, False),
            Category("too-high", TOO_HIGH, False),
        )

    def said(self, item: NumberItem, response: Json) -> tuple[str, ...]:
        """Return whether the number is right, a typical mistake, or on which side it lies."""
        number = _finite(response)
        if number is None:
            return ()
        if within(number, item.answer, item.tolerance):
            return ("right",)
        mistake = _mistake(item, number)
        return (_near_key(mistake) if mistake else ("too-low" if number < item.answer else "too-high"),)


def _mistake(item: NumberItem, number: float) -> Near | None:
    """Return the typical mistake a wrong number is, the nearest where there are several."""
    mistakes = [near for near in item.near if within(number, near.value, near.tolerance)]
    return min(mistakes, key=lambda near: abs(number - near.value), default=None)


def _near_key(near: Near) -> str:
    """Return the key of a typical mistake: by its value, so that another order of the file is no other mistake."""
    return f"near:{near.value:.15g}"


def _written(value: float, unit: str) -> Text:
    write = format_percent if unit == "percent" else format_number
    return {language: write(value, language, WRITTEN_PLACES) for language in LANGUAGES}


def _finite(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        return None
    return number if math.isfinite(number) else None


def _tolerance(table: Table, target: float) -> float:
    percent = table.has("tolerance_percent")
    if percent and table.has("tolerance"):
        table.fault("tolerance_percent", say("There are two tolerances."), say("Keep tolerance or tolerance_percent."))
    if percent:
        tolerance = abs(target) * table.number("tolerance_percent", 0, 50) / 100
    else:
        tolerance = table.number("tolerance", 0, LARGEST, default=0)
    return tolerance


def _near(table: Table, answer: float, tolerance: float) -> Near:
    value = table.number("value", -LARGEST, LARGEST)
    near = Near(value, _tolerance(table, value), table.text("feedback", html=False))
    table.finish()
    if table.has("value") and within(value, answer, tolerance):
        table.fault(
            "value",
            say("{value} counts as the right answer.", value=f"{value:g}"),
            say("Give a typical mistake that is wrong."),
        )
    return near


KIND = Number()
