"""Files that are sent to slow readers: so many at once, no connection held, and pages that go on."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from lms.kernel.permissions import Role
from lms.serving.turnstile import turnstile
from lms.web.streaming import MOST, MOST_OF_ONE, NoTurn, Turns, turns
from tests.support.company import Browser, Company
from tests.support.installation import Installation

FILE = "/assign/people.csv"


def _begin(browser: Browser) -> tuple[object, Iterator[bytes]]:
    """Ask for the file and take its first piece, as a reader does who then stops reading."""
    response = browser.get(FILE)
    assert response.status_code == 200
    body = response.iter_encoded()
    assert next(body).startswith(b"\xef\xbb\xbfemail,")
    return response, body


def test_a_reader_who_stops_holds_no_connection_and_pages_answer(company: Company, installation: Installation) -> None:
    hr = company.browser(company.person(Role.HR, name="Hanne"))
    response, body = _begin(hr)
    try:
        held = [installation.database.engine.pool, installation.database.reader.pool]
        assert [pool.checkedout() for pool in held] == [0, 0]  # type: ignore[attr-defined]
        assert hr.get("/assign/people").status_code == 200
        assert b"Hanne" in b"".join(body)
    finally:
        response.close()  # type: ignore[attr-defined]
    with installation.app.app_context():
        assert turns().taken == 0


def test_a_third_file_of_one_person_waits_and_a_closed_one_makes_room(
    company: Company, installation: Installation
) -> None:
    hr, colleague = (company.browser(company.person(Role.HR)) for _ in range(2))
    begun = [_begin(hr) for _ in range(MOST_OF_ONE)]
    refused = hr.get(FILE)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert "downloading" in refused.text
    begun += [_begin(colleague) for _ in range(MOST - MOST_OF_ONE)]
    third = company.browser(company.person(Role.HR))
    assert third.get(FILE).status_code == 503, "as many are sent as the process has threads for"
    for response, _body in begun:
        response.close()  # type: ignore[attr-defined]
    again = third.get(FILE)
    assert again.status_code == 200
    assert again.get_data()
    with installation.app.app_context():
        assert turns().taken == 0


def test_giving_a_turn_back_twice_gives_it_back_once(company: Company) -> None:
    mine, person = Turns(most=2, most_of_one=1), company.organisation.id
    give_back = mine.take(person)
    with pytest.raises(NoTurn) as refused:
        mine.take(person)
    assert refused.value.own
    give_back()
    give_back()
    assert mine.taken == 0


def test_no_more_pages_at_once_than_there_are_places() -> None:
    inside, go_on, entered = [], Event(), Event()

    def slow(environ: object, _start: object) -> list[bytes]:
        inside.append(environ)
        if len(inside) == 2:
            entered.set()
        assert go_on.wait(5)
        return [b""]

    answer = turnstile(slow, 2)  # type: ignore[arg-type]
    threads = [Thread(target=answer, args=(number, None)) for number in range(4)]  # type: ignore[arg-type]
    for each in threads:
        each.start()
    assert entered.wait(5)
    assert len(inside) == 2, "the third waits before it is looked at"
    go_on.set()
    for each in threads:
        each.join(5)
    assert len(inside) == 4
