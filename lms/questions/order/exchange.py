"""Order between formats: parts in the right order."""

from typing import Any

from lms.questions.exchanged import Answer, Question, Say, Sequence, Tell, question_of
from lms.questions.order.kind import OrderItem
from lms.questions.text import in_language

ENDS = ("first", "last")


class OrderExchange:
    """Other programs know neither why a part stands where it does, nor names for both ends; ours go along for us."""

    def takes(self, question: Question) -> bool:
        """Take every question in which parts are put in order."""
        return isinstance(question.shape, Sequence)

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return the parts in their order."""
        parts = question.shape.parts if isinstance(question.shape, Sequence) else ()
        return {
            **{end: write(question.own[end]) for end in ENDS if question.own.get(end)},
            "feedback": {when: write(question.said("", right=when == "correct")) for when in ("correct", "wrong")},
            "parts": [_part(part, write) for part in parts],
        }

    def question(self, item: OrderItem, language: str, tell: Tell) -> Question:
        """Return the question with its parts in the right order."""
        told = {end: in_language(text, language) for end in ENDS if (text := getattr(item, end))}
        parts = tuple(
            Answer(part.id, in_language(part.text, language), 0.0, in_language(part.why, language) if part.why else "")
            for part in map(item.part, item.right)
        )
        correct, wrong = in_language(item.correct, language), in_language(item.wrong, language)
        stem = in_language(item.stem, language)
        return question_of(item, stem, Sequence(parts), right=correct, wrong=wrong, own=told)


def _part(part: Answer, write: Say) -> dict[str, Any]:
    return {"id": part.id, "text": write(part.text), **({"why": write(part.feedback)} if part.feedback else {})}


EXCHANGE = OrderExchange()
