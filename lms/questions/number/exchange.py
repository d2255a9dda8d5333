"""Number between formats: one value within a tolerance, and the typical mistakes."""

from decimal import Decimal
from typing import Any

from lms.questions.exchanged import RIGHT, Numbers, Quantity, Question, Say, Tell, Unmapped, question_of
from lms.questions.number.kind import UNITS, NumberItem, within
from lms.questions.text import in_language
from lms.sentences import say

PERCENT = "percent"


class NumberExchange:
    """The unit goes along for our own use only; per cent are fractions here and hundredths everywhere else."""

    def takes(self, question: Question) -> bool:
        """Take every question that is answered in digits."""
        return isinstance(question.shape, Numbers)

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return answer, tolerance, feedback and mistakes; raise `Unmapped` for several right values."""
        answers = question.shape.answers if isinstance(question.shape, Numbers) else ()
        right = [each for each in answers if each.share >= RIGHT]
        if len(right) != 1:
            raise Unmapped(
                say("one number is right here, and {count} are in the source", count=len(right) or say("none"))
            )
        unit = question.own.get("unit", "number")
        unit, scale = unit if unit in UNITS else "number", Decimal(-2 if unit == PERCENT else 0)
        near = [each for each in answers if each.share < RIGHT]
        if any(each.share > 0 for each in near):
            tell(say("a number brings a part of the points"), say("it is a typical mistake without points"))
        kept = [each for each in near if not within(each.value, right[0].value, right[0].tolerance)]
        if len(kept) < len(near):
            tell(say("a wrong number lies within what counts as right"), say("it was left out"))
        return {
            **({"unit": unit} if unit != "number" else {}),
            **_written(right[0], scale, "answer"),
            "feedback": {
                "correct": write(question.said(right[0].feedback, right=True)),
                "wrong": write(question.said("", right=False)),
            },
            **({"near": [{**_written(n, scale, "value"), "feedback": _why(n, question, write)} for n in kept]}),
        }

    def question(self, item: NumberItem, language: str, tell: Tell) -> Question:
        """Return the question with its value and the mistakes people make."""
        scale = Decimal(2 if item.unit == PERCENT else 0)
        correct, wrong = in_language(item.correct, language), in_language(item.wrong, language)
        answers = [Quantity(_scaled(item.answer, scale), _scaled(item.tolerance, scale), 1.0, correct)]
        for near in item.near:
            told = in_language(near.feedback, language)
            answers.append(Quantity(_scaled(near.value, scale), _scaled(near.tolerance, scale), 0.0, told))
        if item.unit == PERCENT:
            tell(
                say("the answer is a percentage"),
                say("it was written as {number}, without a sign", number=f"{_scaled(item.answer, scale):g}"),
            )
        own = {} if item.unit == "number" else {"unit": item.unit}
        stem = in_language(item.stem, language)
        return question_of(item, stem, Numbers(tuple(answers)), wrong=wrong, own=own)


def _written(quantity: Quantity, scale: Decimal, key: str) -> dict[str, float]:
    value, tolerance = _scaled(quantity.value, scale), _scaled(quantity.tolerance, scale)
    return {key: value, **({"tolerance": tolerance} if tolerance else {})}


def _why(quantity: Quantity, question: Question, write: Say) -> dict[str, str]:
    return write(question.said(quantity.feedback, right=False))


def _scaled(value: float, scale: Decimal) -> float:
    """Return the value times ten to the `scale`, exactly: 0.07 is 7, not 7.000000000000001."""
    return float(Decimal(repr(value)).scaleb(int(scale))) if value else 0.0


EXCHANGE = NumberExchange()
