"""A file and somebody's own hand at the same time: together they never let people report to each other in a circle."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from lms.assigning.importing import applying
from lms.assigning.importing.circles import circles
from lms.assigning.importing.models import APPLIED, PeopleImport
from lms.assigning.importing.portion import Applying
from lms.assigning.importing.portions import Hands
from lms.kernel.pace import Pace
from tests.assigning.importing.files import csv_of
from tests.assigning.importing.importer import Importer
from tests.support.company import Company


@pytest.fixture
def hr(company: Company) -> Importer:
    """Return HR with a file in hand."""
    return Importer(company)


def _row(hr: Importer, who: str, manager: str = "") -> list[str]:
    return [hr.address(who), f"{who.title()} Å", "", "", hr.address(manager) if manager else "", "", "", "", ""]


def _lead(hr: Importer, who: str, manager: str) -> None:
    """Let somebody give a person a line manager by hand."""
    sent = {"name": f"{who.title()} Å", "email": hr.address(who), "manager_email": hr.address(manager)}
    answered = hr.browser.post(f"/assign/people/{hr.one(who).id}", sent)
    assert answered.status_code == 303, answered.text


def test_a_line_manager_set_by_hand_since_the_check_stays_and_the_file_gives_way(hr: Importer) -> None:
    hr.bring(csv_of([_row(hr, "anna"), _row(hr, "bo")]))
    here = hr.check(csv_of([_row(hr, "anna"), _row(hr, "bo", "anna")]))
    _lead(hr, "anna", "bo")
    hr.apply(here)
    assert hr.one("anna").manager_id == hr.one("bo").id
    assert hr.one("bo").manager_id is None
    assert (hr.found(here).state, hr.found(here).counts["circles"]) == (APPLIED, 1)
    assert "report to each other in a circle" in hr.browser.get(here).text
    hr.undo(here)
    assert hr.one("anna").manager_id == hr.one("bo").id


def test_who_is_taken_on_while_somebody_puts_them_above_their_line_manager(
    hr: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = hr.check(csv_of([_row(hr, "anna", "bo"), _row(hr, "bo")]))
    meanwhile(monkeypatch, lambda: _lead(hr, "bo", "anna"))
    hr.apply(here)
    assert hr.one("bo").manager_id == hr.one("anna").id
    assert hr.one("anna").manager_id is None
    assert hr.found(here).counts["circles"] == 1


def test_a_whole_house_turned_upside_down_by_one_file_is_no_circle(hr: Importer) -> None:
    hr.bring(csv_of([_row(hr, "anna"), _row(hr, "bo", "anna"), _row(hr, "carl", "bo")]))
    here = hr.check(csv_of([_row(hr, "anna", "bo"), _row(hr, "bo", "carl"), _row(hr, "carl")]), clear_empty="1")
    hr.apply(here)
    assert hr.one("anna").manager_id == hr.one("bo").id
    assert hr.one("bo").manager_id == hr.one("carl").id
    assert "circles" not in hr.found(here).counts


def test_circles_are_found_wherever_one_begins() -> None:
    a, b, c, d, e = (uuid4() for _ in range(5))
    assert list(circles({a: b, b: c, c: d})) == []
    assert [set(each) for each in circles({a: b, b: c, c: b, d: e, e: d})] == [{b, c}, {d, e}]
    assert [set(each) for each in circles({a: a})] == [{a}]


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let somebody act between two portions of an import, once everybody is there and before line managers follow."""
    step, waiting = applying._step, [act]

    def stepping(hands: Hands, work: Applying, pace: Pace) -> str:
        with hands.reading() as session:
            phase = session.get_one(PeopleImport, work.found.id).phase
        if phase == applying.MANAGERS and waiting:
            waiting.pop()()
        return step(hands, work, pace)

    monkeypatch.setattr(applying, "_step", stepping)
