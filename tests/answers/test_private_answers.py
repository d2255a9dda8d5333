"""Own numbers at rest: unreadable in the database, sealed to their field and person, opened by one key alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select, text

from lms.answers import reading
from lms.answers.keys import known_seal, seal_of
from lms.answers.models import Answer, PersonKey
from lms.answers.sealing import PersonSeal, Unreadable, new_wrapped_key, unwrap
from tests.support.company import Company, answer
from tests.support.installations import KEY
from tests.support.learner import Learner
from tests.support.rows import dump, log_of

CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
NUMBER = 7391846.25
SECRET = KEY.encode()


@pytest.fixture
def saver(learner: Learner) -> Learner:
    """Return a learner who has saved a number nobody else has."""
    answered = learner.browser.save(answer(CHURN, "inputs", "annual_margin", NUMBER))
    assert answered.json["saved"][0]["revision"] == 1
    return learner


def test_a_private_number_stands_nowhere_in_the_database(saver: Learner, context: str) -> None:
    saver.browser.save(saver.answer(context, "customer-value", 8264193.5))
    everything = dump(saver.installation.database)
    assert b"8264193.5" in everything, "a quiz answer is not private, so the search finds it: it is not blind"
    for written in ("7391846", "7,391,846", "7.391.846"):
        assert written.encode() not in everything


def test_a_private_number_that_came_too_late_is_sealed_as_well(saver: Learner) -> None:
    answered = saver.browser.save(answer(CHURN, "inputs", "annual_margin", 6182937.25)).json
    assert answered["conflicts"][0]["current"] == {"value": NUMBER, "revision": 1}
    assert b"6182937" not in dump(saver.installation.database)


def test_its_owner_reads_it_in_another_browser_and_nobody_else_does(company: Company, saver: Learner) -> None:
    assert "DKK\u00a07,391,846.25" in company.browser(saver.person).get("/tools/cost-of-churn").text
    assert "7,391,846" not in Learner.of(company).browser.get("/tools/cost-of-churn").text


def test_sending_a_private_number_again_is_recognised(saver: Learner) -> None:
    sent = answer(CHURN, "inputs", "cac", 900)
    assert saver.browser.save(sent).json == saver.browser.save(sent).json
    assert saver.browser.save({**sent, "value": 901}).status_code == 409
    assert len(log_of(saver.installation.database, saver.person)) == 2


def test_another_installations_key_opens_nothing_and_says_so(company: Company, saver: Learner) -> None:
    with saver.installation.database.reading() as session:
        found = reading.current(session, company.actor(saver.person), [CHURN], SECRET)
        assert [each.value for each in found.values()] == [NUMBER]
        with pytest.raises(Unreadable, match="LMS_SECRET_KEY"):
            reading.current(session, company.actor(saver.person), [CHURN], b"another key, as long as the first one")


def test_a_sealed_value_moved_to_another_field_does_not_open(company: Company, saver: Learner) -> None:
    saver.browser.save(answer(CHURN, "inputs", "cac", 900))
    margin, cac = log_of(saver.installation.database, saver.person)
    with saver.installation.database.reading() as session:
        seal = known_seal(session, saver.person.id, SECRET)
    assert seal is not None
    assert margin.sealed is not None
    assert cac.sealed is not None
    assert reading.opened(cac, seal) == 900
    with pytest.raises(Unreadable):
        seal.open(margin.sealed, f"{CHURN}/inputs/cac")
    with pytest.raises(Unreadable):
        seal.open(cac.sealed[:-1] + bytes([cac.sealed[-1] ^ 1]), f"{CHURN}/inputs/cac")


def test_another_person_cannot_open_it_even_with_the_same_key() -> None:
    key, anna, bent = b"k" * 32, uuid4(), uuid4()
    sealed = PersonSeal(key, anna).seal("900", "calculator:x/inputs/cac")
    assert PersonSeal(key, anna).open(sealed, "calculator:x/inputs/cac") == "900"
    with pytest.raises(Unreadable):
        PersonSeal(key, bent).open(sealed, "calculator:x/inputs/cac")


def test_a_wrapped_key_opens_only_for_its_person_and_its_installation() -> None:
    anna, bent = uuid4(), uuid4()
    wrapped = new_wrapped_key(SECRET, anna)
    unwrap(SECRET, anna, wrapped)
    with pytest.raises(Unreadable):
        unwrap(SECRET, bent, wrapped)
    with pytest.raises(Unreadable):
        unwrap(b"another secret of the installation", anna, wrapped)


def test_the_same_number_is_sealed_differently_each_time() -> None:
    seal = PersonSeal(b"k" * 32, uuid4())
    assert len({seal.seal("900", "f") for _ in range(20)}) == 20


def test_the_key_is_made_once(saver: Learner) -> None:
    database, person = saver.installation.database, saver.person.id
    with database.reading() as session:
        before = session.scalars(select(PersonKey.wrapped).where(PersonKey.person_id == person)).one()
    with database.writing() as session:
        seal_of(session, person, SECRET, saver.installation.clock.now())
    with database.reading() as session:
        assert session.scalars(select(PersonKey.wrapped).where(PersonKey.person_id == person)).one() == before


def test_without_the_persons_key_nothing_opens_again(saver: Learner) -> None:
    """Erasing somebody is final because their key is gone: backups hold only what nobody can open."""
    with saver.installation.database.writing() as session:
        session.execute(text("DELETE FROM person_key WHERE person_id = :p"), {"p": _as_stored(saver)})
    with saver.installation.database.reading() as session:
        assert known_seal(session, saver.person.id, SECRET) is None
        row = session.scalars(select(Answer).where(Answer.person_id == saver.person.id)).one()
        assert row.value is None
        assert row.sealed is not None
        assert str(NUMBER).encode() not in row.sealed


def _as_stored(saver: Learner) -> object:
    return saver.person.id.hex if saver.installation.database.is_sqlite else saver.person.id
