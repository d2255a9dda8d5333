"""Quiz blocks: not begun, open with a form, or submitted with a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.answers.reading import CurrentAnswers
from lms.learning import attempts
from lms.learning.blocks.turned import Block, Turned
from lms.learning.forms import quiz_form
from lms.learning.models import AttemptState
from lms.questions.scoring import QuizScore
from lms.web.context import actor, db
from lms.web.forms import Form
from lms.web.languages import language


@dataclass
class ShownQuiz:
    """A quiz block: not begun, open with its form, or submitted with its result."""

    hand: attempts.QuizInHand
    form: Form | None
    result: QuizScore | None
    revisions: dict[str, int]


class QuizBlocks:
    """The quizzes of a page, each as the learner left it."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find the quizzes and the latest attempt at each; one query."""
        self._turned = turned
        uses = {block["id"]: block["data"]["use"] for block in blocks}
        hand = turned.hand
        self._quizzes = attempts.quizzes_in_hand(db(), actor(), hand.version.id, uses, hand.enrolment)

    @property
    def contexts(self) -> list[str]:
        """Return the attempts that are begun."""
        return [quiz.context for quiz in self._quizzes.values() if quiz.context]

    def filled(self, block: Block, answers: CurrentAnswers) -> ShownQuiz:
        """Return the quiz with everything that was answered in its latest attempt."""
        hand = self._quizzes[block["id"]]
        if hand.attempt is None:
            return ShownQuiz(hand, None, None, {})
        own = {item: found for (context, _block, item), found in answers.items() if context == hand.context}
        revisions = {item: found.revision for item, found in own.items()}
        form = self._turned.refused.get(block["id"]) or quiz_form(
            hand.quiz, language(), {item: found.value for item, found in own.items()}
        )
        submitted = hand.attempt.state is AttemptState.SUBMITTED
        result = attempts.result_of(hand.quiz, hand.attempt, answers) if submitted else None
        return ShownQuiz(hand, form, result, revisions)
