"""What a learner's home is made of: the next step, the week, own numbers, the profile, the latest notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from lms.answers import reading
from lms.kernel.permissions import Actor
from lms.learning.assessing.profile import ProfileLine, my_profile
from lms.learning.in_hand import InHand, shelf_in_hand
from lms.learning.models import State
from lms.learning.next_step import NextStep, next_step
from lms.learning.notes.context import context_of
from lms.learning.notes.mine import latest, notes_among
from lms.learning.notes.recent import NotedPage, with_pages
from lms.learning.plans import Given, given_to
from lms.learning.recall.at_hand import Invitation, recalled_today
from lms.learning.regrading.messages import News, news
from lms.learning.standing import Standings, days_away, standings
from lms.practice.week import WeekLine, in_my_week
from lms.tools.inputs import all_newest
from lms.tools.numbers import MyNumber, contexts_of, numbers_among

MOST_NUMBERS, MOST_LINES, MOST_PROFILES, MOST_NOTES = 3, 5, 3, 3


@dataclass(frozen=True)
class Home:
    """A learner's home. What is empty teaches what will stand there; without `recall` nothing comes back today."""

    modules: Sequence[InHand]
    step: NextStep | None
    week: Sequence[WeekLine]
    numbers: Sequence[MyNumber]
    profile: Sequence[ProfileLine]
    notes: Sequence[NotedPage]
    recall: Invitation | None
    mended: Sequence[News] = ()
    given: Sequence[Given] = ()
    standings: Standings = field(default_factory=dict)

    @property
    def open(self) -> Sequence[Given]:
        """Return the curricula that are not finished, the most urgent first."""
        return [given for given in self.given if not given.finished]

    @property
    def finished(self) -> Sequence[Given]:
        """Return the curricula that are finished."""
        return [given for given in self.given if given.finished]

    @property
    def hands(self) -> Mapping[UUID, InHand]:
        """Return the modules by id."""
        return {hand.module.id: hand for hand in self.modules}

    @property
    def titles(self) -> Mapping[UUID, dict[str, str]]:
        """Return the titles of the modules by id."""
        return {hand.module.id: hand.document["title"] for hand in self.modules}

    @property
    def others(self) -> Sequence[InHand]:
        """Return the modules that no open curriculum holds."""
        held = {item.module_id for given in self.open for item in given.items}
        return [hand for hand in self.modules if hand.module.id not in held]

    @property
    def asking(self) -> WeekLine | None:
        """Return the promise to ask back, one at a time; the others wait in "My week"."""
        return next((line for line in self.week if line.asks), None)

    @property
    def lines(self) -> Sequence[WeekLine]:
        """Return what else belongs to the week, as far as there is room."""
        return [line for line in self.week if line is not self.asking][:MOST_LINES]

    @property
    def completed(self) -> int:
        """Return how many modules are completed."""
        return sum(hand.enrolment is not None and hand.enrolment.state is State.COMPLETED for hand in self.modules)


def home_of(session: Session, actor: Actor, secret: bytes, today: date, now: datetime) -> Home:
    """Return the actor's home; nine queries at most, the answers of all rooms in one of them."""
    modules, calculators = shelf_in_hand(session, actor), all_newest(session, actor)
    given = given_to(session, actor)
    standing = standings(given, modules, today, days_away(session, actor, given, modules, today))
    modules = [hand for hand in modules if not hand.is_off_shelf or standing[hand.module.id].planned]
    contexts = [*contexts_of(calculators), *(context_of(hand.module.id) for hand in modules)]
    answers = reading.current(session, actor, contexts, secret)
    return Home(
        modules=modules,
        step=next_step(modules, standing, now),
        week=in_my_week(session, actor, secret, today),
        numbers=numbers_among(calculators, answers)[:MOST_NUMBERS],
        profile=my_profile(session, actor)[:MOST_PROFILES],
        notes=with_pages(latest(notes_among(answers))[:MOST_NOTES], modules),
        recall=recalled_today(session, actor, modules, today).invitation,
        mended=news(session, actor, modules),
        given=given,
        standings=standing,
    )
