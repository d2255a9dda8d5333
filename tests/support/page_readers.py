"""People who read a module page by page, and what the counters and trainers know of it afterwards."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lms.kernel.permissions import Role, Rows
from lms.learning.usefulness import folding
from lms.learning.usefulness.models import PageRelease, PageTally
from lms.learning.usefulness.parts import SETTLES
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.learner import PAGES, Learner

FIRST, SECOND, LAST = PAGES


def begins(company: Company) -> Learner:
    """Take somebody on who opens the first page."""
    learner = Learner.of(company)
    assert learner.browser.post(f"/learn/{MODULE}/enrolment").status_code == 303
    return learner


def turns(learner: Learner, page: str = FIRST) -> None:
    """Read a page to its end and turn to the next."""
    assert learner.browser.post(f"/learn/{MODULE}/{page}/reading").location.startswith(f"/learn/{MODULE}")


def stays(learner: Learner, seconds: int, page: str = FIRST) -> None:
    """Be active on a page for so long, as the page's script tells it."""
    while seconds > 0:
        told = learner.browser.send(f"/learn/{MODULE}/{page}/time", {"seconds": min(seconds, 600)})
        assert told.status_code == 204
        seconds -= 600


def says(learner: Learner, answer: str, page: str = FIRST) -> None:
    """Answer "Was this useful?"."""
    said = learner.browser.post(f"/learn/{MODULE}/{page}/usefulness", {"answer": answer})
    assert said.status_code == 303, said.text


def count(installation: Installation) -> None:
    """Count everything that is due."""
    while True:
        with installation.database.writing() as session:
            if not folding.fold(session, installation.clock.now()):
                return


def settle(installation: Installation) -> None:
    """Let the time go by after which it is known who went on, and count."""
    installation.clock.at += SETTLES + timedelta(minutes=1)
    count(installation)


def tally(company: Company, part: str, page: str = FIRST) -> PageTally | None:
    """Return what has been counted of a part of a page."""
    with company.installation.database.reading() as session:
        mine = select(PageTally).where(PageTally.organisation_id == company.organisation.id)
        return session.scalars(mine.where(PageTally.page == page, PageTally.part == part)).one_or_none()


def release(company: Company, part: str, page: str = FIRST, *, role: Role = Role.TRAINER) -> PageRelease | None:
    """Return what somebody of that role may see of a part of a page."""
    looker = company.actor(company.person(role))
    with company.installation.database.reading() as session:
        mine = Rows(session, looker, PageRelease).where(PageRelease.page == page, PageRelease.part == part)
        return mine.first()
