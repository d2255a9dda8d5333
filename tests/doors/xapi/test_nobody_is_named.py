"""What an LRS says of a statement it refuses: kept without whom the statement is about."""

from __future__ import annotations

import json

from sqlalchemy import update

from lms.people.models import Person
from tests.doors import planted
from tests.doors.xapi.record_store import Faulty, Statement
from tests.doors.xapi.told import Teller
from tests.support.company import Company


def test_an_lrs_that_repeats_whom_it_refuses_has_nobody_named(company: Company, faulty: Faulty, clock: object) -> None:
    poor = Teller.on(company, faulty.endpoint, by_mail=True)
    people = poor.beginners(2)
    bad = people[0].person
    with company.installation.database.writing() as session:
        named = {"name": planted.NAME, "email": planted.mail(company)}
        session.execute(update(Person).where(Person.id == bad.id).values(named))

    def particular(batch: list[Statement]) -> tuple[int, dict[str, str], bytes]:
        known = json.dumps([each["actor"] for each in batch])
        words = f"no such agent: mailto:{planted.mail(company)} at {company.marker}"
        return (400, {}, json.dumps({"detail": words}).encode()) if planted.LOCAL in known else (200, {}, b"[]")

    faulty.answering = particular
    poor.tell()
    assert poor.states() == ["done", "refused"]
    (refused,) = [each for each in planted.noted(company) if each.outcome == "refused"]
    assert (refused.person_id, "no such agent" in refused.told) == (bad.id, True)
    assert planted.found(company) == []
    planted.erased(company)
    assert [each.what for each in planted.noted(company)] == ["statements"]


def test_one_that_refuses_everything_is_told_in_its_own_words_without_anybody(
    company: Company, faulty: Faulty, clock: object
) -> None:
    poor = Teller.on(company, faulty.endpoint, by_mail=True)
    for each in poor.beginners(3):
        with company.installation.database.writing() as session:
            mail = f"{planted.LOCAL}-{each.person.id}@{company.marker}.example"
            session.execute(update(Person).where(Person.id == each.person.id).values(name=planted.NAME, email=mail))

    def strict(batch: list[Statement]) -> tuple[int, dict[str, str], bytes]:
        return 400, {}, json.dumps({"detail": f"no such version for {batch[0]['actor']['mbox']}"}).encode()

    faulty.answering = strict
    poor.tell()
    assert "no such version for" in planted.noted(company)[-1].told
    assert planted.found(company) == []
