"""Single choice between formats: choose one, exactly one of them right."""

from typing import Any

from lms.questions.exchanged import Choices, Question, Say, Tell, Unmapped, question_of
from lms.questions.option_exchange import options_given, options_written
from lms.questions.single_choice.kind import SingleChoiceItem
from lms.questions.text import in_language
from lms.sentences import say


class SingleChoiceExchange:
    """Options with one right; credit for half-right ones does not exist here."""

    def takes(self, question: Question) -> bool:
        """Take every question in which one answer is chosen."""
        return isinstance(question.shape, Choices) and not question.shape.several

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return the options; raise `Unmapped` where there is not one right answer."""
        options = options_written(question, write, tell)
        right = sum("correct" in option for option in options)
        if right != 1:
            raise Unmapped(
                say("one answer is to be chosen, and {count} of them are fully right", count=right or say("none"))
            )
        return {"options": options}

    def question(self, item: SingleChoiceItem, language: str, tell: Tell) -> Question:
        """Return the question with its options."""
        return question_of(item, in_language(item.stem, language), Choices(options_given(item.options, language)))


EXCHANGE = SingleChoiceExchange()
