"""HR at work in the room of groups: forms as the page sends them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.assigning.groups import jobs
from lms.assigning.groups.models import PeopleGroup
from lms.kernel.jobs import Worker, declared
from tests.support.company import Browser, Company
from tests.support.installation import Installation

SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')
Leaf = tuple[str, str, Any]


def rows(kind: str, *leaves: Leaf) -> dict[str, Any]:
    """Return what a form with these conditions sends; each is (field, choice, its values or its text)."""
    sent: dict[str, Any] = {"kind:0": kind}
    for place, (field, choice, value) in enumerate(leaves):
        sent |= {f"field:0.{place}": field, f"op:0.{place}": choice}
        sent[
            "value:0." + str(place) if isinstance(value, Sequence) and not isinstance(value, str) else f"text:0.{place}"
        ] = value
    return sent


def tried(hr: Browser, sent: dict[str, Any]) -> TestResponse:
    """Look at who fits."""
    return hr.post("/assign/groups/preview", {"do": "show", **sent})


def seen(hr: Browser, sent: dict[str, Any]) -> dict[str, str]:
    """Return what the page carries once somebody has looked at who fits."""
    found = SEEN.search(tried(hr, sent).text)
    assert found is not None, "there is an outcome"
    return {"seen": found[1]}


def make_by_rule(hr: Browser, name: str, sent: dict[str, Any]) -> str:
    """Make a group by a rule and return its address."""
    response = hr.post("/assign/groups", {"by": "rule", "name": name, "do": "save", **sent, **seen(hr, sent)})
    assert response.status_code == 303, response.text
    return str(response.location)


def make_by_hand(hr: Browser, name: str) -> str:
    """Make a group by hand and return its address."""
    response = hr.post("/assign/groups", {"by": "hand", "name": name, "do": "save"})
    assert response.status_code == 303, response.text
    return str(response.location).partition("#")[0]


def group_at(installation: Installation, address: str) -> PeopleGroup:
    """Return the group of an address as it stands."""
    with installation.database.reading() as session:
        return session.scalars(select(PeopleGroup).where(PeopleGroup.id == UUID(address.rpartition("/")[2]))).one()


def work(installation: Installation) -> int:
    """Let a worker do the jobs of groups that are due; return how many there were."""
    names = {name: each for name, each in declared().items() if name in (jobs.REFRESH, "groups.by-day")}
    return Worker(installation.database, installation.clock, names).run_due()


def staffed(company: Company) -> dict[str, Any]:
    """Take three people on: a team lead and a clerk, and a newcomer without a job."""
    today = company.installation.clock.now().date()
    return {
        "Lea Lead": company.person(name="Lea Lead", job="Team lead", hire_date=today.replace(year=2015)),
        "Carl Clerk": company.person(name="Carl Clerk", job="Clerk", hire_date=today.replace(year=2015)),
        "Nina New": company.person(name="Nina New", hire_date=today),
    }
