"""Multiple choice between formats: each right answer brings an equal share, each wrong one costs as much."""

from dataclasses import replace
from typing import Any

from lms.questions.exchanged import Choices, Question, Say, Tell, question_of
from lms.questions.multiple_choice.kind import CHOOSE_FEWER, MultipleChoiceItem
from lms.questions.option_exchange import options_given, options_written
from lms.questions.text import in_language
from lms.sentences import say

SAME = 0.011
"""Shares that differ by less are equal: other programs know 33.33333 and 16.7 per cent."""


class MultipleChoiceExchange:
    """Options with several right. Ours weigh the same; unequal weights are told."""

    def takes(self, question: Question) -> bool:
        """Take every question in which several answers may be chosen."""
        return isinstance(question.shape, Choices) and question.shape.several

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return the options, and how many to choose where the source says just the number of right ones."""
        options = options_written(question, write, tell)
        right = sum("correct" in option for option in options)
        told = question.own.get("choose") == str(right) and right in CHOOSE_FEWER
        shares = [each.share for each in getattr(question.shape, "answers", ()) if each.share > 0]
        if shares and max(shares) - min(shares) > SAME:
            tell(say("its right answers weigh differently"), say("each counts the same"))
        return {**({"choose": right} if told else {}), "options": options}

    def question(self, item: MultipleChoiceItem, language: str, tell: Tell) -> Question:
        """Return the question; what the kind takes off for a wrong answer becomes its share below 0."""
        share = 1 / len(item.right)
        options = options_given(item.options, language)
        answers = tuple(replace(each, share=share if each.share else -share) for each in options)
        own = {} if item.choose is None else {"choose": str(item.choose)}
        shape = Choices(answers, several=True, most=item.choose)
        return question_of(item, in_language(item.stem, language), shape, own=own)


EXCHANGE = MultipleChoiceExchange()
