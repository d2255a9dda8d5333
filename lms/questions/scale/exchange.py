"""Scale between formats: a choice among its points, since a slider elsewhere names no points and accepts only one."""

from typing import Any

from lms.questions.exchanged import RIGHT, Answer, Choices, Question, Say, Tell, Unmapped, question_of
from lms.questions.scale.kind import CANNOT_JUDGE, ScaleItem
from lms.questions.text import in_language
from lms.questions.wording import CANNOT_SAY
from lms.sentences import say


class ScaleExchange:
    """Only our own scales come back as such: elsewhere they are choices like others."""

    def takes(self, question: Question) -> bool:
        """Take nothing that another program wrote."""
        return False

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return the scale; raise `Unmapped` where the question is no choice."""
        if not isinstance(question.shape, Choices):
            raise Unmapped(say("a scale is a choice among points"))
        offered = question.own.get("cannot-judge") == "true"
        points = question.shape.answers[:-1] if offered else question.shape.answers
        accepted = [at for at, each in enumerate(points, 1) if each.share >= RIGHT]
        return {
            "points": len(points),
            **({"cannot_judge": True} if offered else {}),
            **({"accepted": accepted} if accepted else {}),
            "feedback": _feedback(question, points, write, counted=bool(accepted)),
            "anchors": [
                {"at": at, "text": write(each.text)} for at, each in enumerate(points, 1) if each.text != str(at)
            ],
        }

    def question(self, item: ScaleItem, language: str, tell: Tell) -> Question:
        """Return the points as choices; one without a name of its own is called by its number."""
        told = {when: in_language(text, language) for when, text in item.feedback.items()}
        answers = []
        for at in range(1, item.points + 1):
            text = in_language(item.anchors[at], language) if at in item.anchors else str(at)
            right = at in item.accepted
            feedback = told.get("correct" if right else "wrong", told.get("any", ""))
            answers.append(Answer(f"point-{at}", text, float(right), feedback))
        if item.cannot_judge:
            words = in_language(CANNOT_SAY, language)
            answers.append(Answer(CANNOT_JUDGE, words, 0.0, told.get("wrong", told.get("any", ""))))
        own = {"cannot-judge": "true"} if item.cannot_judge else {}
        return question_of(item, in_language(item.stem, language), Choices(tuple(answers)), own=own)


def _feedback(
    question: Question, points: tuple[Answer, ...], write: Say, *, counted: bool
) -> dict[str, dict[str, str]]:
    """Return what is said after right and wrong points, or after any where none is right."""
    right = next((each.feedback for each in points if each.share >= RIGHT), "")
    wrong = next((each.feedback for each in points if each.share < RIGHT), "")
    if not counted:
        return {"any": write(question.said(wrong, right=False))}
    return {"correct": write(question.said(right, right=True)), "wrong": write(question.said(wrong, right=False))}


EXCHANGE = ScaleExchange()
