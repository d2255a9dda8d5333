"""What works in the demo company: how the managers fared with each page, and what some of them said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.demo.course import Course
from lms.learning.models import Enrolment, PageRead
from lms.learning.usefulness.folding import fold
from lms.learning.usefulness.models import Answer, PageUseful, PageVisit
from lms.learning.usefulness.visits import STEP
from lms.people.models import Person

SAYS: Final = 0.45
"""The share of pages under which somebody answers."""
USEFUL: Final = {Answer.YES: 0.72, Answer.PARTLY: 0.2, Answer.NO: 0.08}
HEAVY: Final = 4
"""The page, from 0, that takes longer than its author planned and is liked less."""


def make(session: Session, enrolled: Mapping[Person, Enrolment], course: Course, now: datetime, seed: int) -> None:
    """Write the visits these people's reading left, as their browsers would have told them, and count them."""
    mine = {enrolled[each].id: enrolled[each] for each in sorted(enrolled, key=lambda person: person.email)}
    read: dict[Any, dict[str, datetime]] = {identity: {} for identity in mine}
    for row in session.scalars(select(PageRead).where(PageRead.enrolment_id.in_(mine))):
        read[row.enrolment_id][row.page] = row.read_at
    visits: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    for number, (identity, enrolment) in enumerate(mine.items()):
        chance = Random(f"{seed}/visits/{number}")  # noqa: S311  - the same visits every time is the point
        for visit, answer in _walk(enrolment, read[identity], course, chance, now):
            visits.append(visit)
            if answer is not None:
                said.append({key: visit[key] for key in _KEY} | {"answer": answer.value, "said_at": visit["seen_at"]})
    for model, rows in ((PageVisit, visits), (PageUseful, said)):
        if rows:
            session.execute(insert(model), rows)
    while fold(session, now):
        pass


_KEY: Final = ("enrolment_id", "page", "organisation_id", "person_id")


def _walk(
    enrolment: Enrolment, read: dict[str, datetime], course: Course, chance: Random, now: datetime
) -> Iterator[tuple[dict[str, Any], Answer | None]]:
    """Yield each page they opened, the last one perhaps not read to its end, with what they said of it."""
    version = course.hand.version
    for place, page in enumerate(course.hand.contents):
        ended = read.get(page.name)
        here = enrolment.place_page == page.name and enrolment.place_at is not None
        if ended is None and not here:
            return
        pace = chance.lognormvariate(0, 0.4) * (1.7 if place == HEAVY else 0.8) * (1 if ended else 0.4)
        seconds = max(STEP, int(page.minutes * 60 * pace) // STEP * STEP)
        at = ended or enrolment.place_at or now
        key = {"enrolment_id": enrolment.id, "organisation_id": enrolment.organisation_id}
        row = {**key, "person_id": enrolment.person_id, "page": page.name, "seconds": seconds}
        row |= {"number": f"{version.major}.{version.minor}", "opened_at": at - timedelta(seconds=seconds)}
        yield row | {"seen_at": at, "counted": {}, "look_at": now}, _answer(place, chance) if ended else None


def _answer(place: int, chance: Random) -> Answer | None:
    if chance.random() > SAYS:
        return None
    weights = [USEFUL[each] for each in Answer]
    if place == HEAVY:
        weights = [0.35, 0.4, 0.25]
    return chance.choices(list(Answer), weights)[0]
