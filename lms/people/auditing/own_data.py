"""Who looked, for a person's own file: in words, of everything that is kept."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.people.auditing import traces
from lms.people.export import opens
from lms.people.models import Person

MOST: Final = 10_000


@opens
def who_looked(session: Session, actor: Actor) -> dict[str, Any]:
    """Return who looked at the person, what was changed, and the lists they were in.

    Of others it says in which capacity they acted, not who they are: the page /me/looked names them.
    """
    person = session.get_one(Person, actor.person_id)
    found = traces.lists(session, person, traces.BEGINNING, traces.END)
    acts = traces.about_me(session, actor, most=MOST)
    return {
        "who_looked": {
            "acts": [{"at": str(each.happened.at), "what": each.happened.said} | _as(each.capacity) for each in acts],
            "lists_you_were_in": [_plain(each) for each in found.inside],
            "parts_of_lists_you_may_have_been_in": [_plain(each) for each in found.parts],
            "other_lists_of_some_people": found.others,
        }
    }


def _plain(each: traces.Counted) -> dict[str, Any]:
    return {"list": each.said, "title": each.title, "as_a_file": each.taken, "times": each.times} | _as(each.capacity)


def _as(capacity: str) -> dict[str, str]:
    return {"capacity": capacity}
