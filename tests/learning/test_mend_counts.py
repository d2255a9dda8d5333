"""What a mended key would change is counted by a job and stored: pages read one row, and say as of when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, select

from lms.catalog.models import QuizVersion
from lms.kernel.ledger import DONE, Job
from lms.kernel.permissions import Role
from lms.learning.regrading import counting
from lms.learning.regrading.models import MendCount, Regrade
from tests.support.company import Browser, Company
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.mended_pack import MendedPack, history, took
from tests.support.ruled_pack import run_jobs

PAGE = "/author/quizzes/cups/regrade"


@pytest.fixture
def mine(ruled: Installation) -> Company:
    """Return a company on the installation whose pack is mended."""
    return Company(ruled)


@pytest.fixture
def trainer(mine: Company) -> Browser:
    """Return a trainer's browser."""
    return mine.browser(mine.person(Role.TRAINER))


@pytest.fixture
def pack(ruled: Installation) -> MendedPack:
    """Return the pack with a wrong key, as a new major."""
    return MendedPack(ruled)


def stored(company: Company, pack: MendedPack) -> MendCount:
    """Return what is stored in a company of the newest mend of the pack."""
    with company.installation.database.reading() as session:
        mine = select(MendCount).join(QuizVersion, QuizVersion.id == MendCount.quiz_version_id)
        newest = QuizVersion.name == "cups", QuizVersion.number == f"{pack.major}.{pack.minor}"
        return session.scalars(mine.where(MendCount.organisation_id == company.organisation.id, *newest)).one()


def counted_times(company: Company) -> int:
    """Return how often a count for the company was ordered."""
    with company.installation.database.reading() as session:
        rows = session.scalars(
            select(Job).where(Job.name == counting.NAME, Job.organisation_id == company.organisation.id)
        )
        return len(list(rows))


def statements(installation: Installation, path: str, browser: Browser) -> list[str]:
    """Return the statements one page sends."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    database = installation.database
    engines = {database.engine, database.reader} if database.is_sqlite else {database.engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status_code == 200
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return sent


def test_publishing_the_mend_has_it_counted_before_anybody_opens_a_page(
    mine: Company, trainer: Browser, pack: MendedPack
) -> None:
    for _ in range(6):
        took(mine, "no")
    pack.mend("hot")
    run_jobs(mine.installation)
    row = stored(mine, pack)
    assert row.figures["waiting"] == 6
    assert row.figures["effects"]["nobody-loses"] == {"rise": 6, "fall": None, "pass_now": 6, "pass_no_more": None}
    assert (row.wanted_at, row.counted_at) == (None, mine.installation.clock.now())
    page = trainer.get(PAGE).text
    assert "Counted on" in page
    assert counted_times(mine) == 1, "a page shows what is stored"


def test_a_company_without_results_on_the_old_key_counts_nothing(
    ruled: Installation, mine: Company, pack: MendedPack
) -> None:
    took(mine, "no")
    pack.mend("hot")
    other = Company(ruled)
    stranger = other.browser(other.person(Role.TRAINER))
    assert "No result stands on the old key" in stranger.get(PAGE).text
    assert counted_times(other) == 0


def test_the_pages_read_no_attempt_however_many_wait(mine: Company, trainer: Browser, pack: MendedPack) -> None:
    for _ in range(3):
        took(mine, "no")
    pack.mend("hot")
    run_jobs(mine.installation)
    for path in (PAGE, "/author"):
        trainer.get(path)
        sent = statements(mine.installation, path, trainer)
        assert not [each for each in sent if "attempt" in each.lower() and "job.attempts" not in each.lower()]
        assert len([each for each in sent if "mend_count" in each]) == 1


def test_an_old_count_is_shown_with_its_time_while_it_is_counted_again(
    mine: Company, trainer: Browser, pack: MendedPack
) -> None:
    pupils = [took(mine, "no") for _ in range(6)]
    pack.mend("hot")
    run_jobs(mine.installation)
    with mine.installation.database.writing() as session:
        gone = pupils[0].latest  # as an erasure does
        session.execute(delete(Regrade).where(Regrade.attempt_id == gone.id))
        session.delete(session.merge(gone))
        row = session.merge(stored(mine, pack))
        row.counted_at = mine.installation.clock.now() - counting.STALE - timedelta(minutes=1)
    page = trainer.get(PAGE).text
    assert page.count('data-label="Rise">6<') == 2
    assert "It is being counted again" in page
    assert counted_times(mine) == 2
    trainer.get(PAGE)
    assert counted_times(mine) == 2, "opened again, it is not counted twice"
    run_jobs(mine.installation)
    page = trainer.get(PAGE).text
    assert page.count('data-label="Rise">5<') == 2
    assert "being counted again" not in page


def test_applying_looks_at_the_results_themselves_whatever_the_stored_count_says(
    mine: Company, trainer: Browser, pack: MendedPack
) -> None:
    pupils = [took(mine, "no") for _ in range(6)]
    pack.mend("hot")
    run_jobs(mine.installation)
    with mine.installation.database.writing() as session:
        row = session.merge(stored(mine, pack))
        row.figures = {"any": True, "waiting": None, "effects": row.figures["effects"]}
    trainer.post(PAGE, form_to(trainer.get(PAGE).text, "/regrade").values)
    run_jobs(mine.installation)
    assert [len(history(pupil)) for pupil in pupils] == [1] * 6
    row = stored(mine, pack)
    assert row.figures["any"] is False, "and the count says so without being counted again"


def test_a_count_that_was_overtaken_by_a_regrade_is_not_stored(
    mine: Company, trainer: Browser, pack: MendedPack
) -> None:
    for _ in range(5):
        took(mine, "no")
    pack.mend("hot")
    run_jobs(mine.installation)
    row = stored(mine, pack)
    now = mine.installation.clock.now()
    with mine.installation.database.writing() as session:
        counting.want(session, row.organisation_id, row.quiz_version_id, now)
        counting.nothing_left(session, row.organisation_id, row.quiz_version_id, now)
    run_jobs(mine.installation)
    row = stored(mine, pack)
    assert row.figures["any"] is False
    with mine.installation.database.reading() as session:
        states = session.scalars(select(Job.state).where(Job.name == counting.NAME))
        assert set(states) == {DONE}


def test_a_long_count_tells_how_far_it_is(
    mine: Company, trainer: Browser, pack: MendedPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        took(mine, "no")
    pack.mend("hot")
    monkeypatch.setattr(counting, "FIRST", 3)
    monkeypatch.setattr(counting, "MOST", 3)
    seen: list[str] = []
    real = counting._tell

    def tells(*args: Any) -> None:
        real(*args)
        args[0].commit()
        seen.append(trainer.get(PAGE).text)

    monkeypatch.setattr(counting, "_tell", tells)
    run_jobs(mine.installation)
    assert "is being counted: 50% so far" in seen[0]
    assert "is being counted: 100% so far" in seen[1]
