"""An import in the hands of workers: killed in the middle, in small portions, and tidied up after."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.importing import applying, housekeeping, portions, undoing
from lms.assigning.importing.models import APPLIED, APPLYING, FAILED, UNDONE, PeopleImportPart, PeopleImportRow
from lms.kernel.clock import SetClock
from lms.kernel.jobs import Worker, declared
from lms.people.models import Person
from tests.assigning.importing.files import csv_of
from tests.assigning.importing.importer import Importer
from tests.support.company import Company


class Killed(BaseException):
    """The process is gone: nothing after it runs, nothing of the transaction in hand is stored."""


@pytest.fixture
def hr(company: Company, monkeypatch: pytest.MonkeyPatch) -> Importer:
    """Return HR, and portions of two rows."""
    for name in ("FEWEST", "FIRST", "MOST"):
        monkeypatch.setattr(portions, name, 2)
    return Importer(company)


def _seven(hr: Importer, job: str = "Manager") -> bytes:
    rows = [[hr.address(f"p{n}"), f"P {n}", "Ops", job, hr.address("p0") if n else ""] for n in range(7)]
    return csv_of(rows)


def _killed_after(hr: Importer, portions: int, monkeypatch: pytest.MonkeyPatch, module: object) -> None:
    """Let a worker go so many portions and die in the middle of the next, before it commits."""
    real, done = module._step, list[int]()  # type: ignore[attr-defined]

    def step(hands: object, *arguments: object) -> object:
        if len(done) == portions:
            with hands.writing() as session:  # type: ignore[attr-defined]
                assert isinstance(session, Session)
                raise Killed
        done.append(1)
        return real(hands, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(module, "_step", step)
        with pytest.raises(Killed):
            hr.work()


def _people(hr: Importer) -> int:
    with hr.installation.database.reading() as session:
        ours = Person.organisation_id == hr.company.organisation.id
        return session.scalar(select(func.count()).where(ours)) or 0


@pytest.mark.parametrize("portions", [0, 1, 3, 6])
def test_a_worker_that_is_killed_while_importing_loses_nothing_and_repeats_nothing(
    hr: Importer, clock: SetClock, monkeypatch: pytest.MonkeyPatch, portions: int
) -> None:
    here = hr.check(_seven(hr))
    hr.browser.post(f"{here}/application")
    _killed_after(hr, portions, monkeypatch, applying)
    assert hr.found(here).state == APPLYING
    clock.forward(minutes=6)
    hr.work()
    found = hr.found(here)
    assert (found.state, found.counts["did-new"], found.done) == (APPLIED, 7, 7)
    assert _people(hr) == 8
    assert hr.one("p6").manager_id == hr.one("p0").id


@pytest.mark.parametrize("portions", [1, 4])
def test_a_worker_that_is_killed_while_undoing_goes_on_where_it_was(
    hr: Importer, clock: SetClock, monkeypatch: pytest.MonkeyPatch, portions: int
) -> None:
    hr.bring(_seven(hr))
    here = hr.bring(_seven(hr, "Director"))
    hr.browser.post(f"{here}/undoing")
    _killed_after(hr, portions, monkeypatch, undoing)
    clock.forward(minutes=6)
    hr.work()
    assert hr.found(here).state == UNDONE
    assert [hr.one(f"p{n}").job for n in range(7)] == ["Manager"] * 7


def test_progress_is_told_as_it_stands_and_survives_a_reload(hr: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    here = hr.check(_seven(hr))
    hr.browser.post(f"{here}/application")
    _killed_after(hr, 3, monkeypatch, applying)
    told = hr.browser.get(f"{here}/progress").json
    assert told == {"working": True, "state": APPLYING, "done": 4, "planned": 7}
    assert 'value="4" max="7"' in hr.browser.get(here).text


def _forget(hr: Importer) -> None:
    every = declared()
    name = "people.import.forget"
    Worker(hr.installation.database, hr.installation.clock, {name: every[name]}).run_due()


def _kept(hr: Importer, here: str) -> tuple[int, int]:
    """Return how many pieces of the file and how many rows there are."""
    identity = hr.found(here).id
    with hr.installation.database.reading() as session:
        parts = select(func.count()).where(PeopleImportPart.import_id == identity)
        rows = select(func.count()).where(PeopleImportRow.import_id == identity)
        return session.scalar(parts) or 0, session.scalar(rows) or 0


def test_a_file_nobody_went_on_with_is_gone_after_a_day(hr: Importer, clock: SetClock) -> None:
    here = hr.check(_seven(hr))
    assert _kept(hr, here) == (2, 7)
    clock.forward(hours=23)
    _forget(hr)
    assert _kept(hr, here) == (2, 7)
    clock.forward(hours=2)
    _forget(hr)
    assert _kept(hr, here) == (0, 0)
    assert hr.found(here).state == FAILED


def test_rows_of_an_applied_import_are_gone_after_thirty_days_and_undoing_with_them(
    hr: Importer, clock: SetClock
) -> None:
    here = hr.bring(_seven(hr))
    clock.forward(days=29)
    _forget(hr)
    assert _kept(hr, here) == (0, 7)
    clock.forward(days=2)
    _forget(hr)
    assert _kept(hr, here) == (0, 0)
    browser = hr.company.browser(hr.hr)
    assert browser.post(f"{here}/undoing").status_code == 303
    assert hr.found(here).state == APPLIED
    assert housekeeping.ROWS_KEPT.days == 30
