"""Matching between formats: each row has one answer of its own, and some answers may fit nothing."""

from hashlib import sha256
from typing import Any

from lms.questions.exchanged import Answer, Pairs, Question, Say, Tell, Unmapped, question_of
from lms.questions.matching.kind import MatchingItem
from lms.questions.text import in_language
from lms.sentences import say


class MatchingExchange:
    """Takes what is one to one; the matrix takes the rest."""

    def takes(self, question: Question) -> bool:
        """Take pairs in which each answer fits at most one row."""
        return isinstance(question.shape, Pairs) and question.shape.one_to_one

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return the pairs and the answers that fit nothing; raise `Unmapped` for what is not one to one."""
        shape = question.shape
        if not isinstance(shape, Pairs) or not shape.one_to_one:
            raise Unmapped(say("in a matching each row has one answer of its own"))
        used = {right for (right,) in shape.right.values()}
        answers = {
            each.id: {
                "id": _name(each) if shape.right.get(each.id) == (each.id,) else each.id,
                "text": write(each.text),
            }
            for each in shape.columns
        }
        extras = [answer for id, answer in answers.items() if id not in used]
        return {
            "pairs": [
                {
                    "id": row.id,
                    "left": write(row.text),
                    "right": answers[shape.right[row.id][0]],
                    "feedback": write(question.said(row.feedback, right=False)),
                }
                for row in shape.rows
            ],
            **({"extras": extras} if extras else {}),
        }

    def question(self, item: MatchingItem, language: str, tell: Tell) -> Question:
        """Return the question with its rows and all answers."""
        rows = tuple(
            Answer(each.id, in_language(each.left, language), 0.0, in_language(each.feedback, language))
            for each in item.pairs
        )
        columns = tuple(Answer(each.id, in_language(each.text, language)) for each in item.answers)
        right: dict[str, tuple[str, ...]] = {each.id: (each.right,) for each in item.pairs}
        return question_of(item, in_language(item.stem, language), Pairs(rows, columns, right))


def _name(answer: Answer) -> str:
    """Return an id for an answer that was called as its pair, which would give it away."""
    return f"answer-{sha256(answer.text.encode()).hexdigest()[:8]}"


EXCHANGE = MatchingExchange()
