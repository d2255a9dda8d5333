"""What works: each person counted once, told from five people on, and never by comparing two releases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.kernel.permissions import Role, Rows
from lms.learning.usefulness import folding
from lms.learning.usefulness.models import PageRelease, PageTally, PageUseful, PageVisit
from lms.learning.usefulness.parts import EDGES, SETTLES, Seen, counts_as, median_seconds, told
from tests.support.answering import erase_person
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.page_readers import (
    FIRST,
    LAST,
    SECOND,
    begins,
    count,
    release,
    says,
    settle,
    stays,
    tally,
    turns,
)
from tests.support.working import do_jobs

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _time_stands_as_before(clock: Any) -> None:
    """Turn the clock back afterwards."""


def group(company: Company, on: int, stopped: int = 0) -> list[Learner]:
    """Let so many go on from the first page, and so many stop there."""
    people = [begins(company) for _ in range(on + stopped)]
    for each in people[:on]:
        turns(each)
    return people


def back(company: Company, reader: Learner) -> Learner:
    """Return somebody who signs in again after weeks."""
    return Learner(reader.installation, reader.person, company.browser(reader.person))


def test_a_learners_request_counts_nothing_and_the_job_does(company: Company, installation: Installation) -> None:
    says(begins(company), "yes")
    assert tally(company, "useful") is None
    do_jobs(installation, "learning.usefulness")
    found = tally(company, "useful")
    assert found is not None
    assert (found.people, found.sums) == (1, {"yes": 1})


def test_who_went_on_and_who_stopped_is_told_after_two_weeks_of_five_people(
    company: Company, installation: Installation
) -> None:
    group(company, on=3, stopped=2)
    count(installation)
    assert release(company, "way") is None, "nobody has had time to come back"
    settle(installation)
    found = release(company, "way")
    assert found is not None
    assert (found.people, found.figures) == (5, {"on": 3, "stopped": 2})


def test_four_people_are_never_told(company: Company, installation: Installation) -> None:
    for each in group(company, on=4):
        says(each, "no")
        stays(each, 60)
    settle(installation)
    assert [release(company, part) for part in ("way", "time", "useful")] == [None, None, None]


def test_nobody_can_be_found_by_comparing_two_looks(company: Company, installation: Installation) -> None:
    """A trainer who looks after each person sees the same five, until five others have come."""
    for _ in range(5):
        says(begins(company), "yes")
    count(installation)
    first = release(company, "useful")
    assert first is not None
    for _ in range(4):
        says(begins(company), "no")
        count(installation)
        again = release(company, "useful")
        assert again is not None
        assert (again.people, again.figures) == (5, {"yes": 5})
    says(begins(company), "no")
    count(installation)
    second = release(company, "useful")
    assert second is not None
    assert (second.people, second.figures) == (10, {"no": 5, "yes": 5})


def test_a_trainer_who_reads_along_and_changes_their_mind_learns_nothing_of_one_other(
    company: Company, installation: Installation
) -> None:
    spy = begins(company)
    for each in (spy, *(begins(company) for _ in range(4))):
        says(each, "yes")
    count(installation)
    says(begins(company), "no")
    for answer in ("no", "partly", "yes"):
        says(spy, answer)
        count(installation)
        found = release(company, "useful")
        assert found is not None
        assert found.figures == {"yes": 5}


def test_a_changed_answer_replaces_and_does_not_count_twice(company: Company, installation: Installation) -> None:
    reader = begins(company)
    says(reader, "yes")
    count(installation)
    says(reader, "partly")
    count(installation)
    count(installation)
    found = tally(company, "useful")
    assert found is not None
    assert (found.people, {key: n for key, n in found.sums.items() if n}) == (1, {"partly": 1})


def test_somebody_who_comes_back_after_all_has_not_stopped(company: Company, installation: Installation) -> None:
    reader = begins(company)
    settle(installation)
    found = tally(company, "way")
    assert found is not None
    assert found.sums == {"stopped": 1}
    turns(back(company, reader))
    count(installation)
    found = tally(company, "way")
    assert found is not None
    assert (found.people, {key: n for key, n in found.sums.items() if n}) == (1, {"on": 1})


def test_leafing_ahead_counts_as_going_on_and_the_last_page_ends_by_being_read(
    company: Company, installation: Installation
) -> None:
    reader = begins(company)
    reader.browser.send(f"/learn/{MODULE}/place", {"page": LAST, "block": "start"})
    settle(installation)
    assert [getattr(tally(company, "way", page), "sums", None) for page in (FIRST, SECOND, LAST)] == [
        {"on": 1},
        None,
        {"stopped": 1},
    ]
    turns(back(company, reader), LAST)
    count(installation)
    last = tally(company, "way", LAST)
    assert last is not None
    assert last.sums["on"] == 1


def test_the_median_of_active_time_is_told_and_no_single_time(company: Company, installation: Installation) -> None:
    for number, each in enumerate(group(company, on=5), 1):
        stays(each, number * 60)
    count(installation)
    found = release(company, "time")
    assert found is not None
    assert list(found.figures) == ["median"]
    assert 150 <= found.figures["median"] <= 240


def test_time_is_kept_in_steps_and_never_beyond_what_a_person_can_spend(company: Company) -> None:
    reader = begins(company)
    stays(reader, 7)
    reader.browser.send(f"/learn/{MODULE}/{FIRST}/time", {"seconds": 100_000})
    with company.installation.database.reading() as session:
        mine = select(PageVisit.seconds).where(PageVisit.person_id == reader.person.id)
        assert session.scalars(mine).one() == 5 + 600


@pytest.mark.parametrize("seconds", [-1, "60", None, True, 1.5, [60]], ids=repr)
def test_a_made_up_time_is_refused(company: Company, seconds: object) -> None:
    refused = begins(company).browser.send(f"/learn/{MODULE}/{FIRST}/time", {"seconds": seconds})
    assert refused.status_code == 422


def test_time_on_a_module_that_was_not_begun_leaves_nothing(company: Company, learner: Learner) -> None:
    assert learner.browser.send(f"/learn/{MODULE}/{FIRST}/time", {"seconds": 60}).status_code == 204
    assert learner.enrolments() == []


@pytest.mark.parametrize("answer", ["", "very", "Yes", "<script>", "\U0001f600" * 500])
def test_only_one_of_three_answers_is_taken(company: Company, answer: str) -> None:
    reader = begins(company)
    refused = reader.browser.post(f"/learn/{MODULE}/{FIRST}/usefulness", {"answer": answer})
    assert refused.status_code == 422
    assert reader.browser.send(f"/learn/{MODULE}/{FIRST}/usefulness", {"answer": answer}).status_code == 422
    with company.installation.database.reading() as session:
        assert session.scalar(select(PageUseful).where(PageUseful.person_id == reader.person.id)) is None


def test_what_was_said_stands_on_the_page_and_in_ones_own_export(company: Company) -> None:
    reader = begins(company)
    assert 'aria-pressed="true"' not in reader.browser.get(f"/learn/{MODULE}/{FIRST}").text.partition('id="useful"')[2]
    says(reader, "partly")
    shown = reader.browser.get(f"/learn/{MODULE}/{FIRST}").text.partition('id="useful"')[2]
    assert 'value="partly" aria-pressed="true"' in shown
    assert shown.count('aria-pressed="true"') == 1


def test_the_script_gets_no_page_back(company: Company) -> None:
    reader = begins(company)
    kept = reader.browser.send(f"/learn/{MODULE}/{FIRST}/usefulness", {"answer": "no"})
    assert (kept.status_code, kept.data) == (204, b"")


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.ADMIN])
def test_nobody_but_trainers_sees_what_was_released(company: Company, installation: Installation, role: Role) -> None:
    for _ in range(5):
        says(begins(company), "yes")
    count(installation)
    assert release(company, "useful", role=role) is None
    assert release(company, "useful") is not None


def test_no_trainer_reaches_a_visit_an_answer_or_a_counter(company: Company, installation: Installation) -> None:
    says(begins(company), "yes")
    count(installation)
    trainer = company.actor(company.person(Role.TRAINER, Role.HR, Role.ADMIN))
    with installation.database.reading() as session:
        for model in (PageVisit, PageUseful, PageTally):
            assert Rows(session, trainer, model).all() == []


def test_another_companys_trainer_sees_nothing(
    company: Company, other_company: Company, installation: Installation
) -> None:
    for _ in range(5):
        says(begins(company), "yes")
    count(installation)
    assert release(other_company, "useful") is None


def test_an_erased_person_stays_in_the_sums_and_nowhere_else(company: Company, installation: Installation) -> None:
    reader = begins(company)
    says(reader, "no")
    count(installation)
    erase_person(installation, reader.person)
    found = tally(company, "useful")
    assert found is not None
    assert found.sums == {"no": 1}
    with installation.database.reading() as session:
        for model in (PageVisit, PageUseful):
            assert session.scalars(select(model).where(model.person_id == reader.person.id)).all() == []


def test_what_is_two_years_old_is_forgotten_and_stays_counted(company: Company, installation: Installation) -> None:
    reader = begins(company)
    says(reader, "yes")
    settle(installation)
    installation.clock.at += timedelta(days=740)
    do_jobs(installation, "learning.usefulness.forget")
    with installation.database.reading() as session:
        for model in (PageVisit, PageUseful):
            assert session.scalars(select(model).where(model.person_id == reader.person.id)).all() == []
    found = tally(company, "way")
    assert found is not None
    assert found.people == 1


def test_counting_twice_or_after_a_crash_counts_once(company: Company, installation: Installation) -> None:
    group(company, on=2)
    installation.clock.at += SETTLES + timedelta(minutes=1)

    class Killed(RuntimeError):
        """The worker died before the commit."""

    with pytest.raises(Killed), installation.database.writing() as session:
        folding.fold(session, installation.clock.now())
        raise Killed
    count(installation)
    count(installation)
    found = tally(company, "way")
    assert found is not None
    assert (found.people, found.sums) == (2, {"on": 2})


def test_the_same_five_in_another_version_are_another_release(company: Company, installation: Installation) -> None:
    for _ in range(5):
        says(begins(company), "yes")
    count(installation)
    with installation.database.reading() as session:
        rows = session.scalars(select(PageRelease).where(PageRelease.organisation_id == company.organisation.id)).all()
    assert len({row.number for row in rows}) == 1


def test_a_visit_counts_for_what_can_be_said_by_now() -> None:
    fresh = Seen(NOW, went_on=True, seconds=0)
    assert counts_as(fresh, NOW) == {}
    assert counts_as(Seen(NOW, went_on=False, seconds=40), NOW) == {}
    assert counts_as(Seen(NOW, went_on=True, seconds=40), NOW) == {"time": "2"}
    assert counts_as(Seen(NOW, went_on=False, seconds=40), NOW + SETTLES) == {"way": "stopped", "time": "2"}
    assert counts_as(Seen(NOW, went_on=False, seconds=0, useful="no"), NOW) == {"useful": "no"}


def test_the_median_lies_inside_its_span() -> None:
    spans = [0] * (len(EDGES) + 1)
    assert median_seconds(spans) is None
    spans[3] = 4
    assert median_seconds(spans) == pytest.approx(52.5)
    spans[-1] = 5
    assert median_seconds(spans) == EDGES[-1], "half an hour or more"
    assert told("time", {"3": 4}) == {"median": pytest.approx(52.5)}
