"""Between formats: a choice of two."""

from typing import Any

from lms.questions.exchanged import Answer, Choices, Question, Say, Tell, Unmapped, question_of
from lms.questions.text import in_language
from true_false_why.kind import WORDS, Statement


class TrueFalseExchange:
    """True and false as two options with the same feedback."""

    def takes(self, question: Question) -> bool:
        """Take only what this kind has written."""
        return False

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return whether it holds, and why."""
        answers = question.shape.answers if isinstance(question.shape, Choices) else ()
        right = [answer for answer in answers if answer.share > 0]
        if len(answers) != len(WORDS) or len(right) != 1:
            raise Unmapped("this is no choice of two")
        return {"holds": right[0] is answers[0], "why": write(right[0].feedback)}

    def question(self, item: Statement, language: str, tell: Tell) -> Question:
        """Return the statement with its two options."""
        why = in_language(item.why, language)
        answers = [
            Answer(word, in_language(text, language), float(word == item.key), why) for word, text in WORDS.items()
        ]
        return question_of(item, in_language(item.stem, language), Choices(tuple(answers)))


EXCHANGE = TrueFalseExchange()
