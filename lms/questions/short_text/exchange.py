"""Short text between formats: accepted answers, and the wrong ones people typically give."""

from typing import Any

from lms.questions.exchanged import RIGHT, Answer, Question, Say, Tell, Unmapped, Words, question_of
from lms.questions.short_text.kind import ANY, ShortTextItem
from lms.questions.text import in_language
from lms.sentences import say

FLAGS = {"accept-typos": ("accept_typos", False), "accept-accents": ("accept_accents", True)}
"""Our own settings by the names they travel under: the key of the file, and what holds where it is not written."""


class ShortTextExchange:
    """Accepted answers of every language are one list elsewhere; what comes back counts for every reader."""

    def takes(self, question: Question) -> bool:
        """Take every question that is answered in a few words."""
        return isinstance(question.shape, Words)

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return what is accepted and the near misses; raise `Unmapped` where nothing is accepted."""
        shape = question.shape if isinstance(question.shape, Words) else Words(())
        right = [each for each in shape.answers if each.share >= RIGHT]
        if not right:
            raise Unmapped(say("no answer is accepted in full"))
        if shape.case_counts:
            tell(say("capital letters count in the source"), say("here they never do"))
        if any("*" in each.text.replace("\\*", "") for each in shape.answers):
            tell(say("an answer holds a wildcard (*)"), say("the star stands for itself"))
        near = [each for each in shape.answers if each.share < RIGHT]
        if any(each.share > 0 for each in near):
            tell(say("an answer brings a part of the points"), say("it is a near miss without points"))
        return {
            **_flags(question),
            # all of them under "any": another program does not say whose language they are in
            "accepted": {ANY: list(dict.fromkeys(each.text for each in right))},
            "feedback": {
                "correct": write(question.said(right[0].feedback, right=True)),
                "wrong": write(question.said("", right=False)),
            },
            "near": _near(near, question, write),
        }

    def question(self, item: ShortTextItem, language: str, tell: Tell) -> Question:
        """Return the question: first the answers of `language`, then those of any, then the others."""
        order = sorted(item.accepted, key=lambda each: (each != language, each != ANY, each))
        correct, wrong = in_language(item.correct, language), in_language(item.wrong, language)
        texts = dict.fromkeys(text for each in order for text in item.accepted[each])
        answers = [Answer("", text, 1.0, correct) for text in texts]
        for near in item.near:
            answers += [Answer("", text, 0.0, in_language(near.feedback, language)) for text in near.answers]
        told = {name: (getattr(item, key), usual) for name, (key, usual) in FLAGS.items()}
        own = {name: str(value).lower() for name, (value, usual) in told.items() if value != usual}
        if item.accept_typos:
            tell(say("an answer that is one letter off is right here"), say("elsewhere it is wrong"))
        if item.accept_accents:
            tell(say("accents and letters like å and a are the same here"), say("elsewhere they differ"))
        stem = in_language(item.stem, language)
        return question_of(item, stem, Words(tuple(answers)), wrong=wrong, own=own)


def _flags(question: Question) -> dict[str, bool]:
    told = {key: question.own.get(name) for name, (key, _) in FLAGS.items()}
    return {key: value == "true" for key, value in told.items() if value in {"true", "false"}}


def _near(answers: list[Answer], question: Question, write: Say) -> list[dict[str, Any]]:
    """Return the near misses, those with the same feedback together."""
    by_feedback: dict[str, list[str]] = {}
    for each in answers:
        by_feedback.setdefault(question.said(each.feedback, right=False), []).append(each.text)
    return [{"answers": texts, "feedback": write(told)} for told, texts in by_feedback.items()]


EXCHANGE = ShortTextExchange()
