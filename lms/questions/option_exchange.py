"""Options between formats: what single choice and multiple choice share."""

from collections.abc import Sequence
from typing import Any

from lms.questions.exchanged import RIGHT, Answer, Choices, Question, Say, Tell
from lms.questions.options import Option
from lms.questions.text import in_language
from lms.sentences import say


def options_given(options: Sequence[Option], language: str) -> tuple[Answer, ...]:
    """Return the options of an item as answers in `language`; the right ones bring all points."""
    return tuple(
        Answer(each.id, in_language(each.text, language), float(each.correct), in_language(each.feedback, language))
        for each in options
    )


def options_written(question: Question, write: Say, tell: Tell) -> list[dict[str, Any]]:
    """Return the answers of a question as options of a quiz file; what brings a part of the points alone is told."""
    shape = question.shape if isinstance(question.shape, Choices) else Choices(())
    if not shape.several and any(0 < each.share < RIGHT for each in shape.answers):
        tell(say("an answer brings a part of the points"), say("it counts as wrong"))
    return [_option(each, question, write, several=shape.several) for each in shape.answers]


def _option(answer: Answer, question: Question, write: Say, *, several: bool) -> dict[str, Any]:
    right = answer.share > 0 if several else answer.share >= RIGHT
    told = write(question.said(answer.feedback, right=right))
    return {"id": answer.id, **({"correct": True} if right else {}), "text": write(answer.text), "feedback": told}
