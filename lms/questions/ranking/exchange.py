"""Ranking between formats: parts in order, its ties for our own use only."""

from typing import Any

from lms.questions.exchanged import Answer, Question, Say, Sequence, Tell, Unmapped, question_of
from lms.questions.ranking.kind import Ranked, RankingItem
from lms.questions.text import in_language
from lms.sentences import say

ENDS = ("first", "last")
RANKS = "ranks"


class RankingExchange:
    """Only our own rankings come back as such: elsewhere there is one right order."""

    def takes(self, question: Question) -> bool:
        """Take nothing that another program wrote."""
        return False

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return the options with their ranks; one after the other where the source does not say them."""
        if not isinstance(question.shape, Sequence):
            raise Unmapped(say("a ranking is an order of parts"))
        parts = question.shape.parts
        told = question.own.get(RANKS, "").split()
        good = len(told) == len(parts) and all(each.isascii() and each.isdigit() for each in told)
        ranks = [int(each) for each in told] if good else [*range(1, len(parts) + 1)]
        return {
            **{end: write(question.own[end]) for end in ENDS if question.own.get(end)},
            "feedback": {when: write(question.said("", right=when == "correct")) for when in ("correct", "wrong")},
            "options": [_option(part, rank, write) for part, rank in zip(parts, ranks, strict=True)],
        }

    def question(self, item: RankingItem, language: str, tell: Tell) -> Question:
        """Return the question with its options by rank; raise `Unmapped` where nothing is ranked."""
        if not item.counted:
            raise Unmapped(say("nothing is right or wrong in it, and other programs know no such order"))
        if len({part.rank for part in item.parts}) < len(item.parts):
            tell(
                say("some of its options are tied"), say("other programs ask for one of the orders that are right here")
            )
        own = {end: in_language(text, language) for end in ENDS if (text := getattr(item, end))}
        own[RANKS] = " ".join(str(part.rank) for part in item.ranked)
        correct, wrong = (in_language(item.feedback[when], language) for when in ("correct", "wrong"))
        parts = tuple(_answer(part, language) for part in item.ranked)
        stem = in_language(item.stem, language)
        return question_of(item, stem, Sequence(parts), right=correct, wrong=wrong, own=own)


def _answer(part: Ranked, language: str) -> Answer:
    return Answer(part.id, in_language(part.text, language), 0.0, in_language(part.why, language) if part.why else "")


def _option(part: Answer, rank: int, write: Say) -> dict[str, Any]:
    return {
        "id": part.id,
        "rank": rank,
        "text": write(part.text),
        **({"why": write(part.feedback)} if part.feedback else {}),
    }


EXCHANGE = RankingExchange()
