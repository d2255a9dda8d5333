"""Checking a number: open to everybody, the same shape whatever the answer, and closed to guessing."""

from __future__ import annotations

import re

import pytest

from lms.doors.certificates.numbers import grouped, new_number
from lms.kernel.clock import SetClock
from lms.people.throttling import GUESSES_PER_ADDRESS
from tests.support.company import Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation
from tests.support.learner import Learner


def test_anybody_sees_who_holds_it_and_for_what_and_no_more(company: Company, graduate: Learner, number: str) -> None:
    found = company.anonymous().get(f"/verify/{number}")
    assert found.status_code == 200
    for word in ("This certificate is valid", graduate.person.name, "Loyalty economics", company.organisation.name):
        assert word in found.text
    for word in (graduate.person.email, str(graduate.person.id), "Calculate what one of your own", "100"):
        assert word not in _main(found.text)


@pytest.mark.parametrize("spelling", [str.lower, lambda n: n.replace("-", ""), lambda n: n.replace("-", " ")])
def test_however_it_is_spelt(spelling: object, company: Company, number: str) -> None:
    assert "This certificate is valid" in company.anonymous().get(f"/verify/{spelling(number)}").text  # type: ignore[operator]


def test_the_form_leads_to_the_answer_and_refuses_a_slip_at_the_field(company: Company, number: str) -> None:
    browser = company.anonymous()
    assert browser.get("/verify", query_string={"number": f" {number.lower()} "}).location == f"/verify/{number}"
    slipped = browser.get("/verify", query_string={"number": number[:-1]})
    assert (slipped.status_code, "This number is not complete" in slipped.text) == (422, True)
    assert "Check a certificate" in browser.get("/verify").text


def test_valid_withdrawn_and_unknown_have_one_shape(company: Company, graduate: Learner, number: str) -> None:
    browser = company.anonymous()
    unknown = browser.get(f"/verify/{grouped(new_number())}")
    graduate.browser.post(f"/me/certificates/{number}/withdrawal")
    withdrawn = browser.get(f"/verify/{number}")
    assert _shape(unknown.text) == _shape(withdrawn.text)
    assert (unknown.status_code, withdrawn.status_code) == (404, 200)


def test_no_search_engine_keeps_it(company: Company, number: str) -> None:
    for path in (f"/verify/{number}", "/verify"):
        found = company.anonymous().get(path)
        assert found.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert found.headers["Cache-Control"] == "no-store"
        assert '<meta name="robots" content="noindex, nofollow">' in found.text


def test_a_slip_is_no_guess_and_writes_nothing(company: Company, installation: Installation, number: str) -> None:
    before = fingerprint(installation.database)
    slipped = number[:-1] + ("0" if number[-1] != "0" else "1")
    for path in (slipped, "x" * 500, "%00", "../../me", number):
        company.anonymous().get(f"/verify/{path}")
    assert fingerprint(installation.database) == before


def test_guessing_ends_after_thirty_and_begins_anew_after_a_quarter_of_an_hour(
    company: Company, clock: SetClock, installation: Installation, number: str
) -> None:
    there = {"REMOTE_ADDR": company.marker}
    browser = company.anonymous()
    guesses = [browser.get(f"/verify/{grouped(new_number())}", environ_base=there) for _ in range(GUESSES_PER_ADDRESS)]
    assert {guess.status_code for guess in guesses} == {404}
    before = fingerprint(installation.database)
    shut = browser.get(f"/verify/{grouped(new_number())}", environ_base=there)
    assert (shut.status_code, "Too many wrong numbers from here" in shut.text) == (429, True)
    assert fingerprint(installation.database) == before, "nor does it fill the table"
    assert browser.get(f"/verify/{number}", environ_base=there).status_code == 200, "a true number is always answered"
    assert browser.get(f"/verify/{grouped(new_number())}").status_code == 404, "others are not kept out"
    clock.forward(minutes=16)
    assert browser.get(f"/verify/{grouped(new_number())}", environ_base=there).status_code == 404


def _main(page: str) -> str:
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found is not None
    return found[0]


def _shape(page: str) -> list[str]:
    return re.findall(r"</?\w+", re.sub(r"<input[^>]*>|<svg.*?</svg>", "", _main(page), flags=re.DOTALL))
