"""Who has used every try without passing gets one more from HR, who sees that and nothing of the answers."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import NotFound, Role
from lms.learning.allowances import another_try
from lms.learning.allowances.models import AnotherTry
from tests.support.at_once import at_once
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.ruled_pack import BLOCK, PAGE, Pupil, publish_rules


@pytest.fixture(scope="module")
def limited(ruled: Installation) -> Installation:
    """Return an installation whose first quiz allows two tries."""
    publish_rules(ruled, "attempts = 2\n")
    return ruled


@pytest.fixture
def mine(limited: Installation) -> Company:
    """Return a company there."""
    return Company(limited)


@pytest.fixture
def pupil(mine: Company) -> Pupil:
    """Return a pupil of it who has used both tries."""
    person = mine.person()
    found = Pupil(mine.installation, person, mine.browser(person))
    found.take()
    found.take()
    return found


def grant(company: Company, pupil: Pupil, *roles: Role, block: str = BLOCK) -> None:
    """Let somebody of the company, HR unless said otherwise, give a pupil one more try."""
    actor = company.actor(company.person(*(roles or (Role.HR,))))
    with company.installation.database.writing() as session:
        now = company.installation.clock.now()
        another_try.grant(session, actor, pupil.person, pupil.enrolment().id, block, now)


def waiting(company: Company, pupil: Pupil) -> list[str]:
    """Return the blocks at which HR is told that every try is used."""
    actor = company.actor(company.person(Role.HR))
    with company.installation.database.reading() as session:
        return [each.block for each in another_try.used_up(session, actor, pupil.person)]


def test_from_the_last_try_to_one_more_and_no_further(mine: Company, pupil: Pupil) -> None:
    assert pupil.browser.post(f"{PAGE}/{BLOCK}/attempts").status_code == 409
    assert waiting(mine, pupil) == [BLOCK]
    grant(mine, pupil)
    assert waiting(mine, pupil) == []
    page = pupil.page
    assert "You have been given one more try." in page
    assert "1 more try, which you have been given; your best one counts" in page
    assert pupil.take("hot", "count").passed
    assert len(pupil.attempts()) == 3
    assert "You have been given one more try." not in pupil.page
    assert pupil.browser.post(f"{PAGE}/{BLOCK}/attempts").status_code == 409
    assert waiting(mine, pupil) == [], "who has passed needs no more"


def test_used_up_again_it_can_be_given_again(mine: Company, pupil: Pupil) -> None:
    grant(mine, pupil)
    pupil.take()
    assert waiting(mine, pupil) == [BLOCK]
    grant(mine, pupil)
    pupil.take("hot")
    assert len(pupil.attempts()) == 4


def test_two_clicks_give_one(mine: Company, pupil: Pupil) -> None:
    def click() -> str:
        try:
            grant(mine, pupil)
        except another_try.NotUsedUp:
            return "refused"
        return "given"

    assert sorted(at_once(click, click)) == ["given", "refused"]
    with mine.installation.database.reading() as session:
        rows = session.scalars(select(AnotherTry).where(AnotherTry.person_id == pupil.person.id)).all()
    assert [row.number for row in rows] == [1]


def test_with_a_try_left_or_open_or_passed_there_is_nothing_to_give(mine: Company) -> None:
    person = mine.person()
    other = Pupil(mine.installation, person, mine.browser(person))
    other.take()
    with pytest.raises(another_try.NotUsedUp):
        grant(mine, other)
    context = other.start()
    with pytest.raises(another_try.NotUsedUp):
        grant(mine, other)
    other.keep(context, "hot", "yes")
    other.submit(context)
    with pytest.raises(another_try.NotUsedUp):
        grant(mine, other)
    with pytest.raises(NotFound):
        grant(mine, other, block="no-such-block")


def test_only_hr_of_the_persons_own_organisation_gives_or_sees(mine: Company, pupil: Pupil) -> None:
    for role in (Role.LEARNER, Role.TRAINER, Role.ADMIN):
        with pytest.raises(NotFound):
            grant(mine, pupil, role)
    stranger = Company(mine.installation)
    with pytest.raises(NotFound):
        grant(stranger, pupil)
    with pytest.raises(NotFound):
        waiting(stranger, pupil)


def test_the_person_can_read_who_gave_it(mine: Company, pupil: Pupil) -> None:
    grant(mine, pupil)
    with mine.installation.database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == pupil.person.id))
    assert (entry.action, entry.detail) == ("quiz.another-try", "cups")
