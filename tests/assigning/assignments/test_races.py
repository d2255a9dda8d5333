"""Two at once: newcomers staged while another worker ends the same run, an assignment ended or undone in between."""

from __future__ import annotations

from typing import Any

import pytest

from lms.assigning.assignments import drafting, runs
from lms.assigning.assignments.models import ENDED, Assignment
from lms.assigning.assignments.refusals import Refused
from tests.assigning.assignments.office import Office


def _before_staging(monkeypatch: pytest.MonkeyPatch, office: Office, act: Any) -> None:
    """Do something once, in a transaction of its own, when rows are about to be staged."""
    real, left = runs.stage_people, [act]

    def meanwhile(work: Any, staging: Any, people: Any, **more: Any) -> None:
        if left:
            with office.database.writing() as session:
                left.pop()(session, staging)
        real(work, staging, people, **more)

    monkeypatch.setattr(runs, "stage_people", meanwhile)


def test_a_newcomer_gets_it_although_another_worker_ended_the_run_they_shared(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.give()
    newcomer = office.welcome()
    _before_staging(monkeypatch, office, lambda session, staging: runs.activate(session, staging.run_id, office.now))
    office.work()
    assert office.row(newcomer).state == "open"


def test_what_was_undone_while_newcomers_were_looked_up_is_given_to_none_of_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = office.give()
    by_hand = office.run(assignment)
    newcomer = office.welcome()
    real = runs.give

    def undone_first(*given: Any, **more: Any) -> None:
        office.undo(by_hand)
        real(*given, **more)

    monkeypatch.setattr(runs, "give", undone_first)
    office.work()
    assert office.rows(newcomer) == []
    assert len(office.all_runs(assignment)) == 1


def test_an_assignment_does_not_end_while_it_is_being_given(office: Office) -> None:
    office.hire(1)
    assignment = office.draft()
    office.begin(assignment)

    def end() -> None:
        with office.database.writing() as session:
            drafting.end(session, office.hr, session.get_one(Assignment, assignment.id), office.now)

    with pytest.raises(Refused) as refused:
        end()
    assert "at this moment" in str(refused.value.text)
    office.work()
    end()
    with office.database.reading() as session:
        assert session.get_one(Assignment, assignment.id).state == ENDED
