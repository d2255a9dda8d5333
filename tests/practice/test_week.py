"""My week: what home shows of it, in which order, and what a certificate may know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.practice.week import WeekLine, in_my_week, practised
from tests.practice.work import MODULE_ID, TODAY, Doer, a_day
from tests.support.company import Company, answer
from tests.support.rows import statements


def _week(doer: Doer, ahead: int = 0) -> list[WeekLine]:
    company = object.__new__(Company)
    with doer.database.reading() as session, doer.installation.app.test_request_context():
        secret = doer.installation.config.key().encode()
        return in_my_week(session, company.actor(doer.person), secret, TODAY + timedelta(days=ahead))


def test_a_newcomers_week_is_empty_and_its_page_teaches(doer: Doer) -> None:
    assert _week(doer) == []
    page = doer.browser.get("/practice").text
    assert "Nothing planned yet" in page
    assert "one thing done by Friday does" in page


def test_what_asks_comes_first_then_the_days_then_what_has_none(doer: Doer) -> None:
    row = doer.choose()
    doer.browser.post(f"/practice/exercises/{row.id}/day", {"day": a_day(3)})
    doer.promise("Second", day=a_day(5))
    doer.promise("First", day=a_day(1))
    doer.promise("In a month", day=a_day(27))
    lines = _week(doer, ahead=1)
    assert [line.what for line in lines] == ["First", "Call five customers who left", "Second"]
    assert [line.asks for line in lines] == [True, False, False]
    assert [line.tag for line in lines] == ["asked back today", "planned for Tuesday", "asked back on Thursday"]
    assert lines[1].endpoint == "practice.exercise"
    assert lines[1].args == {"identity": row.id}


def test_what_is_set_aside_is_not_in_the_week(doer: Doer) -> None:
    doer.choose("call-five")
    doer.choose("fill-the-sheet")
    assert [line.what for line in _week(doer)] == ["Fill in the sheet"]


def test_what_was_done_stays_a_week(doer: Doer) -> None:
    row = doer.choose()
    doer.browser.post(f"/practice/exercises/{row.id}/completion")
    assert [(line.group, line.tag) for line in _week(doer, ahead=6)] == [("done", "done")]
    assert _week(doer, ahead=7) == []
    assert "Call five customers who left" in doer.browser.get("/practice").text


def test_a_month_away_is_met_without_blame(doer: Doer) -> None:
    row = doer.choose()
    doer.browser.post(f"/practice/exercises/{row.id}/day", {"day": a_day(3)})
    doer.promise(day=a_day(6))
    doer.installation.clock.forward(days=40)
    page = doer.again().get("/practice").text
    assert "asked back since Friday 27 November" in page
    assert "planned for Tuesday 24 November" in page
    assert "late" not in page.replace("translate", "").replace("nothing here is ever late", "").replace("Later", "")


def test_the_week_costs_one_query_whatever_is_in_it(doer: Doer) -> None:
    doer.choose()
    for number in range(5):
        doer.promise(f"Number {number}")
    _week(doer)
    with statements(doer.database) as sent:
        assert len(_week(doer)) == 6
    assert len(sent) == 1


@pytest.mark.parametrize("outcome", ["kept", "partly", "dropped"])
def test_a_certificate_may_know_what_was_done_and_how_many_promises_were_kept(doer: Doer, outcome: str) -> None:
    row = doer.choose()
    doer.browser.save(answer(f"practice:{MODULE_ID}", "call-five", "note", "zebranote"))
    made = doer.promise("zebrapromise", version=str(doer.version), block="word")
    company = object.__new__(Company)
    actor = company.actor(doer.person)
    with doer.database.reading() as session:
        assert practised(session, actor, MODULE_ID).exercises == ()
    doer.browser.post(f"/practice/exercises/{row.id}/completion")
    doer.browser.post(f"/practice/promises/{made}/reports", {"outcome": outcome})
    with doer.database.reading() as session:
        known = practised(session, actor, MODULE_ID)
    assert [each.title["da"] for each in known.exercises] == ["Ring til fem kunder, der gik"]
    assert known.exercises[0].done_at == doer.installation.clock.at
    assert known.promises_kept == (1 if outcome == "kept" else 0)
    assert "zebra" not in repr(known)
