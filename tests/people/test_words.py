"""Finding people by the beginnings of words, in one's own organisation only, whatever letters one's keyboard has."""

from __future__ import annotations

from sqlalchemy import select, update

from lms.kernel.permissions import Actor, Role
from lms.people import words
from lms.people.models import Person, PersonWord
from lms.people.operations import create_department, join
from tests.support.company import Company
from tests.support.installation import Installation


def _found(installation: Installation, actor: Actor, typed: str, *, counting: bool = False) -> set[str]:
    with installation.database.reading() as session:
        matching = words.matching(session, actor, typed, counting=counting)
        own = () if matching.drives else (Person.organisation_id == actor.organisation_id,)
        return set(session.scalars(select(Person.name).where(*own, *matching.conditions)))


def test_letters_are_compared_as_people_type_them() -> None:
    assert words.fold("Åse Østergård") == words.fold("AASE OSTERGAARD") == "ase ostergard"
    assert words.fold("Ågård") == words.fold("Aagaard")
    assert words.words_in("Ib_Under-Vejs, jr.", None) == {"ib", "under", "vejs", "jr"}


def test_of_an_address_only_what_stands_before_the_at_is_looked_for() -> None:
    assert set(words.typed_words("Mette mette.holm@firm.example")) == {"mette", "holm"}
    assert len(words.typed_words(" ".join(f"w{n}" for n in range(50)))) == words.MOST_TYPED


def test_every_typed_word_must_begin_one_of_theirs(
    company: Company, other_company: Company, installation: Installation
) -> None:
    hr = company.actor(company.person(Role.HR, name="Hanne"))
    with installation.database.writing() as session:
        service = create_department(session, company.organisation, "Field service")
    company.person(name="Åse Østergård", job="Team lead", department_id=service.id)
    company.person(name="Ase Holm", job="Planner")
    other_company.person(name="Åse Østergård")
    assert _found(installation, hr, "åse") == {"Åse Østergård", "Ase Holm"}
    assert _found(installation, hr, "ase field lea") == {"Åse Østergård"}
    assert _found(installation, hr, "ase zebra") == set()
    assert _found(installation, hr, "%") == set()
    assert "Hanne" in _found(installation, hr, " ")


def test_a_word_that_many_have_finds_the_same_as_one_that_few_have(
    company: Company, installation: Installation, monkeypatch: object
) -> None:
    hr = company.actor(company.person(Role.HR, name="Hanne"))
    for number in range(7):
        company.person(name=f"Mads Holm{number}", job="Planner" if number % 2 else "Lead")
    usual = {typed: _found(installation, hr, typed) for typed in ("mads", "mads plan", "holm3", "mads holm3 plan")}
    for rare, some in ((2, 4), (2, 100), (0, 0)):
        before = words._RARE, words._SOME
        words._RARE, words._SOME = rare, some
        try:
            for typed, names in usual.items():
                assert _found(installation, hr, typed) == names, (typed, rare, some)
                assert _found(installation, hr, typed, counting=True) == names, (typed, rare, some)
        finally:
            words._RARE, words._SOME = before
    assert usual["mads plan"] == {"Mads Holm1", "Mads Holm3", "Mads Holm5"}


def test_whoever_is_not_hr_finds_nobody_by_words(company: Company, installation: Installation) -> None:
    company.person(name="Mette Holm")
    learner = company.actor(company.person(name="Lars Learner"))
    assert _found(installation, learner, "mette") == set()


def test_words_are_written_anew_and_old_ones_go(company: Company, installation: Installation) -> None:
    person = company.person(name="Mette Holm")
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == person.id).values(name="Mette Skov", job="Planner"))
        words.rewrite(session, [person.id])
        kept = set(session.scalars(select(PersonWord.word).where(PersonWord.person_id == person.id)))
    assert {"mette", "skov", "planner"} <= kept
    assert "holm" not in kept


def test_a_thousand_people_at_once_get_their_words(company: Company, installation: Installation) -> None:
    now = installation.clock.now()
    with installation.database.writing() as session:
        people = [
            join(session, company.organisation, name=f"N{n}", email=f"{n}@{company.marker}.example", now=now)
            for n in range(3)
        ]
        ids = [each.id for each in people]
        words.rewrite(session, ids * 400)
        assert len(set(session.scalars(select(PersonWord.person_id).where(PersonWord.person_id.in_(ids))))) == 3
