"""Somebody is erased while a file that changes them is applied: the file goes on, and does not take them on again."""

from __future__ import annotations

import pytest

from lms.assigning.importing import applying
from lms.assigning.importing.models import APPLIED, UNDONE, PeopleImport
from lms.assigning.importing.portion import Applying
from lms.assigning.importing.portions import Hands
from lms.kernel.pace import Pace
from lms.people.erasing import erase
from lms.people.models import Person
from tests.assigning.importing.files import csv_of
from tests.assigning.importing.importer import Importer
from tests.support.company import Company


@pytest.fixture
def hr(company: Company) -> Importer:
    """Return HR with a file in hand."""
    return Importer(company)


def _row(hr: Importer, who: str, job: str, manager: str = "") -> list[str]:
    return [hr.address(who), f"{who.title()} Å", "", job, hr.address(manager) if manager else "", "", "", "", ""]


def _erase(hr: Importer, who: str) -> None:
    with hr.installation.database.writing() as session:
        erase(session, session.get_one(Person, hr.one(who).id), hr.installation.clock.now())


def test_the_line_manager_of_others_is_erased_between_two_portions(
    hr: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = hr.check(csv_of([_row(hr, "anna", "Seller", "bo"), _row(hr, "bo", "Manager"), _row(hr, "carl", "Seller")]))
    step, waiting = applying._step, ["bo"]

    def stepping(hands: Hands, work: Applying, pace: Pace) -> str:
        with hands.reading() as session:
            phase = session.get_one(PeopleImport, work.found.id).phase
        if phase == applying.MANAGERS and waiting:
            _erase(hr, waiting.pop())
        return step(hands, work, pace)

    monkeypatch.setattr(applying, "_step", stepping)
    hr.apply(here)
    assert hr.found(here).state == APPLIED
    assert hr.person("bo") is None
    assert hr.one("anna").manager_id is None
    assert hr.one("carl").job == "Seller"
    hr.undo(here)
    assert hr.found(here).state == UNDONE
    assert (hr.person("anna"), hr.person("bo"), hr.person("carl")) == (None, None, None)


def test_who_is_erased_between_the_check_and_the_applying_is_not_taken_on_again(hr: Importer) -> None:
    hr.bring(csv_of([_row(hr, "anna", "Seller"), _row(hr, "bo", "Seller")]))
    here = hr.check(csv_of([_row(hr, "anna", "Manager"), _row(hr, "bo", "Manager")]))
    _erase(hr, "anna")
    hr.apply(here)
    assert hr.found(here).state == APPLIED
    assert hr.person("anna") is None
    assert hr.one("bo").job == "Manager"
