"""What somebody does at work, once through: an exercise with a day and a photograph, a promise told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from lms.catalog.models import Module, ModuleVersion
from lms.kernel.ids import new_id
from lms.people.models import Person
from lms.practice import photographs, promises
from lms.practice.models import Outcome, PracticeExercise
from lms.practice.promises import Words
from lms.web.photographs.taking import Drawn
from tests.support.company import MODULE, Company

REFLECT, EXERCISE, PROMISE = "on-the-balance-sheet", "five-calls", "my-promise"
JPEG = b"\xff\xd8\xff\xe0zebrapixels"
"""What stands for a photograph that was drawn anew: drawing takes a process, and many tests begin with a whole life."""


@dataclass(frozen=True)
class Lived:
    """The ids of what was done."""

    exercise: UUID
    promise: UUID


def practise(company: Company, person: Person, words: str, *, slug: str = MODULE) -> Lived:
    """Let `person` do what leaves rows in every table of practice; `words` stand in each text that is kept."""
    installation, actor = company.installation, company.actor(person)
    secret, now = installation.config.key().encode(), installation.clock.now()
    due = now.date() + timedelta(days=1)
    with installation.database.writing() as session:
        found = select(Module.id, ModuleVersion.major).join(ModuleVersion, ModuleVersion.module_id == Module.id)
        module, major = session.execute(found.where(Module.slug == slug).limit(1)).one()
        chosen = PracticeExercise(
            id=new_id(),
            organisation_id=person.organisation_id,
            person_id=person.id,
            module_id=module,
            major=major,
            block=EXERCISE,
            planned_for=due,
            chosen_at=now,
        )
        session.add(chosen)
        session.flush()
        photographs.keep(session, actor, chosen, Drawn(b"1 1\n" + JPEG), secret, now)
        said = Words(f"{words} promised", f"{words} somebody")
        made = promises.make(session, actor, said, due, secret, now, place=(module, PROMISE))
        promise = promises.own_promise(session, actor, made, secret)
        later = due + timedelta(days=7)
        promises.report(session, actor, promise, Outcome.NOT_YET, f"{words} why", later, secret, now)
        return Lived(chosen.id, made)
