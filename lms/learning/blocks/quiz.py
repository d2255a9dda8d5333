"""Quiz blocks: not begun, open with a form, or submitted with a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lms.answers.reading import CurrentAnswers
from lms.catalog import shelf
from lms.learning import timing
from lms.learning.allowances import extra_time
from lms.learning.blocks.turned import Block, Turned
from lms.learning.forms import quiz_form
from lms.learning.models import Attempt
from lms.learning.overdue import TimeIsUp
from lms.learning.paper import paper
from lms.learning.quizzes import QuizInHand, quizzes_in_hand
from lms.learning.regrading.checked import mended_since
from lms.learning.regrading.mends import newest_key
from lms.learning.regrading.messages import Message, told
from lms.learning.results import Result, checked_scores, result_of
from lms.questions.kinds import Item, Score
from lms.questions.text import Text
from lms.web.context import actor, db, now
from lms.web.forms import Form
from lms.web.languages import language


@dataclass
class ShownQuiz:
    """A quiz block: not begun, open with its form, or submitted with its result.

    `items` as this attempt asks them; `pages`: {name: title} of the pages a question may point back to; `checked`:
    {item: score} of the questions whose answer is settled; `seconds_left` until the deadline, None without one;
    `home`: the module version under which its pictures lie, None where it shows none;
    `mended`: what became of the result when a key was mended; `mended_since`: the questions that were checked by a key
    that has been mended; `percent`: how much of a time limit the learner has.
    """

    hand: QuizInHand
    form: Form | None = None
    items: tuple[Item, ...] = ()
    result: Result | None = None
    revisions: dict[str, int] = field(default_factory=dict)
    pages: dict[str, Text] = field(default_factory=dict)
    checked: dict[str, Score] = field(default_factory=dict)
    seconds_left: int | None = None
    home: UUID | None = None
    mended: tuple[Message, ...] = ()
    mended_since: frozenset[str] = frozenset()
    percent: int = timing.AS_EVERYBODY

    @property
    def minutes(self) -> int | None:
        """Return how long the next attempt lasts for this learner; None without a time limit."""
        return timing.minutes(self.hand.following.settings, self.percent)

    @property
    def has_extra_time(self) -> bool:
        """Return whether that is longer than for others."""
        return self.percent > timing.AS_EVERYBODY


class QuizBlocks:
    """The quizzes of a page, each as the learner left it."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find the quizzes and the attempts at each; one query.

        TimeIsUp when one is to be ended first, unless a form is being given back with what was typed in it.
        """
        self._turned = turned
        uses = {block["id"]: block["data"]["use"] for block in blocks}
        hand = turned.hand
        self._quizzes = quizzes_in_hand(db(), actor(), hand.version.id, uses, hand.enrolment)
        for block, quiz in self._quizzes.items():
            can_end = not turned.refused and not quiz.quiz.missing_kinds
            if can_end and quiz.attempt is not None and timing.is_overdue(quiz.attempt, now()):
                raise TimeIsUp(quiz.attempt.id, hand.slug, turned.page.name, block)

    @property
    def contexts(self) -> list[str]:
        """Return the attempts that are begun."""
        return [quiz.context for quiz in self._quizzes.values() if quiz.context]

    def filled(self, block: Block, answers: CurrentAnswers) -> ShownQuiz:
        """Return the quiz with everything that was answered in its latest attempt."""
        hand = self._quizzes[block["id"]]
        shown = ShownQuiz(hand) if hand.attempt is None else self._begun(hand, hand.attempt, block["id"], answers)
        if hand.following.settings.time_limit is not None and not hand.is_open and hand.left != 0:
            shown.percent = extra_time.percent_of(db(), actor().person_id)
        return shown

    def _begun(self, hand: QuizInHand, attempt: Attempt, block: str, answers: CurrentAnswers) -> ShownQuiz:
        own = {item: found for (context, _block, item), found in answers.items() if context == hand.context}
        form = self._turned.refused.get(block) or quiz_form(
            hand.quiz, attempt, language(), {item: found.value for item, found in own.items()}
        )
        newest = newest_key(db(), attempt)[1] if hand.is_open and attempt.checked else hand.quiz
        return ShownQuiz(
            hand,
            form,
            paper(hand.quiz, attempt),
            None if hand.is_open else result_of(hand.quiz, attempt, answers),
            {item: found.revision for item, found in own.items()},
            {page.name: page.title for page in self._turned.hand.contents},
            checked_scores(hand.quiz, newest, attempt, answers) if hand.is_open else {},
            timing.seconds_left(attempt, now()) if hand.is_open else None,
            shelf.home(db(), attempt.quiz_version_id) if hand.quiz.media else None,
            () if hand.is_open else told(db(), attempt, hand.quiz),
            mended_since=mended_since(hand.quiz, newest, attempt) if hand.is_open else frozenset(),
        )
