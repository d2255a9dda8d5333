"""The log of the doors: what is told names nobody, and what is about somebody goes with them."""

from __future__ import annotations

import pytest

from lms.doors.partners import log
from lms.doors.partners.models import IN, REFUSED
from tests.doors import planted
from tests.support.company import Company


@pytest.mark.parametrize(
    ("words", "sent", "left"),
    [
        ("Somebody here has the address ada.n@coffee.example.", (), "Somebody here has the address …@coffee.example."),
        ("taken: <ada@x.example>, 'bo@y.example'", (), "taken: <…@x.example>, '…@y.example'"),
        ("The userName ada77 is in use.", ("ada77",), "The userName … is in use."),
        ("ADA NIELSEN has a role.", ("Ada Nielsen",), "… has a role."),
        ("Nielsen has a role.", ("Ada Nielsen",), "… has a role."),
        ("More than 5000 people.", ("5000",), "More than 5000 people."),
        ("It is no one.", ("no", ""), "It is no one."),
        ("Ask ada@coffee.example or ada.", ("ada@coffee.example",), "Ask …@coffee.example or …."),
        ("nothing in it @ all", (), "nothing in it @ all"),
    ],
)
def test_words_keep_what_helps_and_lose_who_it_is(words: str, sent: tuple[str, ...], left: str) -> None:
    assert log.nameless(words, sent) == left


@pytest.mark.parametrize(
    ("error", "description", "left"),
    [
        ("access_denied", planted.WORDS, "access_denied AADSTS50105"),
        ("access_denied", "", "access_denied"),
        (planted.NAME, "AADSTS1 AADSTS50105 AADSTS50105", "AADSTS50105"),
        ("<script>", "", ""),
    ],
)
def test_of_a_partners_refusal_its_codes_are_kept(error: str, description: str, left: str) -> None:
    assert log.code_of(error, description) == left


def test_what_is_noted_never_holds_the_name_of_an_address(company: Company) -> None:
    there = company.installation
    told = f"no {planted.mail(company)} here"
    log.note_now(there.database, company.organisation.id, "lti", IN, "x", there.clock.now(), outcome=REFUSED, told=told)
    assert planted.noted(company)[-1].told == f"no …@{company.marker}.example here"


def test_what_is_about_somebody_goes_with_them_and_nothing_else_does(company: Company) -> None:
    there, person, other = company.installation, planted.planted(company), company.person()
    for who, told in ((person.id, planted.WORDS), (other.id, "theirs"), (None, "nobody's")):
        log.note_now(there.database, company.organisation.id, "lti", IN, "x", there.clock.now(), person=who, told=told)
    assert planted.found(company), "the negative control: it is found while it is there"
    planted.erased(company)
    assert planted.found(company) == []
    assert [each.told for each in planted.noted(company)] == ["theirs", "nobody's"]
