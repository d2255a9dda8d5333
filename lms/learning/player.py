"""The player: one page with its blocks, each shown as its room shows it, filled with what the learner has typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.answers import reading
from lms.catalog import shelf
from lms.catalog.models import PageVersion
from lms.kernel.permissions import NotFound
from lms.learning import attempts
from lms.learning.forms import quiz_form
from lms.learning.in_hand import InHand
from lms.learning.models import AttemptState
from lms.questions.scoring import QuizScore
from lms.tools.showing import ShownCalculator, shown_calculator
from lms.web.context import actor, db, secret
from lms.web.forms import Confirmation, Form
from lms.web.languages import language


@dataclass
class ShownQuiz:
    """A quiz block: not begun, open with its form, or submitted with its result."""

    hand: attempts.QuizInHand
    form: Form | None
    result: QuizScore | None
    revisions: dict[str, int]


Filler = Callable[["Player", dict[str, Any]], Any]


class Player:
    """What is gathered for one page before it is shown: two queries at most, whatever stands on it."""

    def __init__(self, hand: InHand, page: PageVersion, refused: Mapping[str, Form]) -> None:
        """Find the quizzes of the page and everything typed on it. `refused`: {block: form that was refused}."""
        self.hand, self.page, self.refused = hand, page, refused
        self.blocks: list[dict[str, Any]] = page.document["blocks"]
        uses = {b["id"]: b["data"]["use"] for b in self.blocks if b["kind"] == "quiz"}
        self.quizzes = attempts.quizzes_in_hand(db(), actor(), hand.version.id, uses, hand.enrolment)
        self.calculators = {b["id"]: self._calculator(b) for b in self.blocks if b["kind"] == "calculator"}
        contexts = [quiz.context for quiz in self.quizzes.values() if quiz.context]
        contexts += [f"calculator:{each.uuid}" for each in self.calculators.values()]
        self.answers = reading.current(db(), actor(), contexts, secret())

    def filled(self, block: dict[str, Any]) -> Any:
        """Return what the block's template needs beyond the block itself."""
        filler = _FILLERS.get(block["kind"])
        return filler(self, block) if filler else None

    def _calculator(self, block: dict[str, Any]) -> Any:
        found = shelf.calculator(db(), actor(), self.hand.version.id, block["data"]["use"])
        if found is None:
            raise NotFound
        return found


def show(hand: InHand, name: str, *, refused: Mapping[str, Form] | None = None) -> ResponseReturnValue:
    """Return the page; with a form that was refused in its block, 422 and what to mend."""
    place = hand.position(name)
    page = shelf.page(db(), actor(), hand.version.id, name, language())
    if page is None:
        raise NotFound
    player = Player(hand, page, refused or {})
    shown = [(block, player.filled(block)) for block in player.blocks]
    html = render_template(
        "learning/page.html",
        hand=hand,
        page=page,
        blocks=shown,
        form=Confirmation(),
        place=place,
        before=hand.beside(name, -1),
        after=hand.beside(name, 1),
    )
    return html, 422 if refused else 200


def _fill_quiz(player: Player, block: dict[str, Any]) -> ShownQuiz:
    hand = player.quizzes[block["id"]]
    own = {item: found for (context, _block, item), found in player.answers.items() if context == hand.context}
    revisions = {item: found.revision for item, found in own.items()}
    if hand.attempt is None:
        return ShownQuiz(hand, None, None, {})
    form = player.refused.get(block["id"]) or quiz_form(
        hand.quiz, language(), {item: found.value for item, found in own.items()}
    )
    submitted = hand.attempt.state is AttemptState.SUBMITTED
    result = attempts.result_of(hand.quiz, hand.attempt, player.answers) if submitted else None
    return ShownQuiz(hand, form, result, revisions)


def _fill_calculator(player: Player, block: dict[str, Any]) -> ShownCalculator:
    return shown_calculator(player.calculators[block["id"]], player.answers)


_FILLERS: dict[str, Filler] = {"quiz": _fill_quiz, "calculator": _fill_calculator}
