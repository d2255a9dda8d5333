"""Somebody who completes the module of the tests' own library, and to whom its four questions come back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.kernel.ids import AccountId, PersonId
from lms.kernel.permissions import Actor
from lms.learning import progress
from lms.learning.in_hand import module_in_hand
from lms.learning.models import Enrolment, State
from lms.learning.recall import asking, pausing, planting
from lms.learning.recall.at_hand import all_recalled
from lms.learning.recall.models import RecallCard
from lms.people.models import Person
from lms.questions.text import Json
from tests.support.company import MODULE, Company
from tests.support.learner import RIGHT, Learner
from tests.support.ruled_pack import another_browser

FIRST = timedelta(days=2)
FORMS = re.compile(r'action="(/learn/recall/[0-9a-f-]+/answer)"')
KEYS = {"five-points": "losses-halved", "customer-value": "3333.33", "either-or": "each-once", "standing-still": "1200"}
WRONG = {
    "five-points": "profit-in-any-industry",
    "customer-value": "1",
    "either-or": "everything-twice",
    "standing-still": "1",
}


class Recaller(Learner):
    """A learner of the tests' own module, all of whose four questions come back."""

    def complete_by_hand(self) -> None:
        """Complete the module on its pages."""
        self.read()
        context = self.begin()
        self.save_right(context, *RIGHT)
        self.submit(context)
        assert self.enrolment().completed_at is not None

    def complete(self, cycle: int = 1) -> None:
        """Complete the module by the verbs behind its pages; in a later cycle, again."""
        person, now = self.person, self.installation.clock.now()
        actor = Actor(PersonId(person.id), AccountId(person.account_id), person.organisation_id, person.roles)
        with self.installation.database.writing() as session:
            hand = module_in_hand(session, actor, MODULE)
            mine = progress.enrol(session, actor, hand, now)
            if cycle > 1:
                names = ("organisation_id", "person_id", "module_id", "major")
                mine = Enrolment(**{name: getattr(mine, name) for name in names}, cycle=cycle, created_at=now)
                session.add(mine)
                session.flush()
            mine.state, mine.quiz_passed = State.UNDER_WAY, True
            for page in hand.contents:
                progress.mark_read(session, hand, mine, page.name, now)
            assert mine.state is State.COMPLETED

    def wait(self, days: int) -> None:
        """Let days go by, and sign in again."""
        self.installation.clock.forward(days=days)
        self.browser = another_browser(self.installation, self.person)

    def cards(self) -> list[RecallCard]:
        """Return the cards in the order they were made."""
        with self.installation.database.reading() as session:
            mine = select(RecallCard).where(RecallCard.person_id == self.person.id)
            return list(session.scalars(mine.order_by(RecallCard.id)))

    def card(self, item: str) -> RecallCard:
        """Return the card of one question."""
        (found,) = [each for each in self.cards() if each.item == item]
        return found

    def due(self) -> dict[str, date]:
        """Return the day of each question."""
        return {card.item: card.due for card in self.cards()}

    def home(self) -> str:
        """Return home, without tags."""
        return text_of(self.browser.get("/learn"))

    def asked(self) -> str:
        """Return the id of the question that is asked now; "" where none is."""
        found = FORMS.search(self.browser.get("/learn/recall").text)
        by_address = {f"/learn/recall/{card.id}/answer": card.item for card in self.cards()}
        return by_address[found[1]] if found else ""

    def say(self, item: str, value: str = "", **more: str) -> TestResponse:
        """Answer a question, rightly where no value is given."""
        form = {f"item-{item}": value or KEYS[item], **more}
        return self.browser.post(f"/learn/recall/{self.card(item).id}/answer", form)

    def answer_all(self) -> int:
        """Answer what is asked today, and return how much that was."""
        count = 0
        while item := self.asked():
            assert self.say(item).status_code == 303
            count += 1
        return count


def text_of(page: TestResponse) -> str:
    """Return a page without tags."""
    assert page.status_code == 200, page.status
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@dataclass(frozen=True)
class Returned:
    """A question that comes back to somebody today, and the module it is of."""

    card: UUID
    module: UUID


def come_back(company: Company, person: Person, slug: str = MODULE, *, answered: Json = None) -> Returned:
    """Let the questions of a module come back to somebody today; the first is answered, where an answer is given."""
    actor, now = company.actor(person), company.installation.clock.now()
    secret = company.installation.config.key().encode()
    with company.installation.database.writing() as session:
        hand = module_in_hand(session, actor, slug)
        planting.plant(session, hand, progress.enrol(session, actor, hand, now), now - FIRST)
        today = now.date() + timedelta(days=1)  # whatever the clock says on the wall, the day has come
        questions = all_recalled(session, actor, [hand], today).questions
        if answered is not None:
            found = next(each for each in questions if each.item.kind == "number")
            asking.answer(session, actor, found, answered, None, secret, now, today)
            pausing.rest(session, actor, 1, today)
        return Returned(questions[0].card.id, hand.module.id)
