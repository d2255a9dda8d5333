"""What HR's people leave behind in rows: a saved view, and an act that changed somebody."""

from __future__ import annotations

from dataclasses import dataclass

from lms.assigning.roster.models import DONE, PeopleAct, PeopleActRow, SavedView
from lms.people.models import Person
from tests.support.company import Company


@dataclass(frozen=True)
class Kept:
    """The ids of a view and of an act."""

    view: str
    act: str


def keep_and_change(company: Company, person: Person, word: str) -> Kept:
    """Keep a view of this person's, and an act by them that changed them; `word` stands in both."""
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        own = {"organisation_id": person.organisation_id}
        view = SavedView(**own, person_id=person.id, name=word, query={"q": word}, created_at=now)
        act = PeopleAct(
            **own,
            by_id=person.id,
            kind="location",
            value={"text": "Bergen"},
            state=DONE,
            planned=1,
            done=1,
            changed=1,
            created_at=now,
            finished_at=now,
        )
        session.add_all([view, act])
        session.flush()
        session.add(PeopleActRow(**own, act_id=act.id, person_id=person.id, before_text=word))
        return Kept(str(view.id), str(act.id))
