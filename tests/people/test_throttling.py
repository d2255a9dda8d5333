"""Guessing: ten wrong tries an account, a hundred an address, and the owner still comes in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from lms.kernel.clock import SetClock
from lms.people import throttling
from tests.people.doors import counted, knock, leave, new_address
from tests.support.company import PASSWORD, Company

WRONG = "not the password at all"


def test_of_200_wrong_tries_ten_are_looked_at_and_then_even_the_right_one_waits(
    company: Company, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, stranger, address = company.person(), company.anonymous(), new_address()
    with counted(monkeypatch) as looked:
        statuses = [knock(stranger, person.email, WRONG, address).status_code for _ in range(200)]
        right = knock(stranger, person.email, PASSWORD, address)
    assert looked.count == 10
    assert statuses == [422] * 10 + [429] * 190
    assert right.status_code == 429
    assert "quarter of an hour" in right.text
    clock.forward(minutes=15)
    assert knock(stranger, person.email, PASSWORD, address).status_code == 303


def test_tries_spread_over_addresses_and_spellings_count_together(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = company.person()
    spellings = (person.email, person.email.upper(), f"  {person.email} ", person.email.title())
    with counted(monkeypatch) as looked:
        for number in range(60):
            knock(company.anonymous(), spellings[number % 4], WRONG, new_address())
    assert looked.count == 10


def test_tries_at_the_same_moment_do_not_slip_through_together(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = company.person()
    browsers = [company.anonymous() for _ in range(8)]
    for browser in browsers:
        browser.token()

    def guess(number: int) -> int:
        return [knock(browsers[number], person.email, WRONG, new_address()).status_code for _ in range(5)].count(422)

    with counted(monkeypatch) as looked, ThreadPoolExecutor(8) as together:
        answered = sum(together.map(guess, range(8)))
    assert looked.count == answered == 10


def test_one_address_has_a_hundred_tries_whatever_the_account(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, stranger, person = new_address(), company.anonymous(), company.person()
    with counted(monkeypatch) as looked:
        for number in range(110):
            knock(stranger, f"guess-{number}@{company.marker}.example", WRONG, address)
    assert looked.count == 100
    assert knock(stranger, person.email, PASSWORD, address).status_code == 429
    assert knock(stranger, person.email, PASSWORD, new_address()).status_code == 303


def test_the_owner_comes_in_from_a_browser_used_before_while_a_stranger_guesses(company: Company) -> None:
    person, owner, stranger = company.person(), company.anonymous(), company.anonymous()
    assert knock(owner, person.email, PASSWORD, new_address()).status_code == 303
    leave(owner)
    for _ in range(20):
        knock(stranger, person.email, WRONG, new_address())
    assert knock(stranger, person.email, PASSWORD, new_address()).status_code == 429
    assert knock(owner, person.email, PASSWORD, new_address()).status_code == 303


def test_a_device_known_to_one_account_helps_nobody_guess_at_another(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    insider, victim, browser = company.person(), company.person(), company.anonymous()
    knock(browser, insider.email, PASSWORD, new_address())
    with counted(monkeypatch) as looked:
        for _ in range(30):
            knock(browser, victim.email, WRONG, new_address())
            knock(company.anonymous(), victim.email, WRONG, new_address())
    assert looked.count == 10


def test_a_known_device_has_ten_tries_too(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    person, browser = company.person(), company.anonymous()
    knock(browser, person.email, PASSWORD, new_address())
    with counted(monkeypatch) as looked:
        for _ in range(30):
            knock(browser, person.email, WRONG, new_address())
    assert looked.count == 10


def test_signing_in_rightly_starts_the_count_anew(company: Company) -> None:
    person, address, browser = company.person(), new_address(), company.anonymous()
    for _ in range(4):
        for _ in range(9):
            assert knock(browser, person.email, WRONG, address).status_code == 422
        assert knock(browser, person.email, PASSWORD, address).status_code == 303


def test_without_the_count_every_try_is_looked_at(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling.Throttle, "is_shut", lambda *_: False)
    person, stranger = company.person(), company.anonymous()
    with counted(monkeypatch) as looked:
        for _ in range(25):
            knock(stranger, person.email, WRONG, new_address())
    assert looked.count == 25
