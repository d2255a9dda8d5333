"""Promises: one sentence, for whom, by when; asked back on the day; what was told is never rewritten."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.practice.models import Outcome, PromiseReport, PromiseState
from tests.practice.work import SLUG, Doer, a_day
from tests.support.at_once import at_once
from tests.support.company import Browser, Company
from tests.support.forms import form_to
from tests.support.rows import dump, statements

PAGE = f"/learn/{SLUG}/01-try"


def _reports(doer: Doer) -> list[PromiseReport]:
    with doer.database.reading() as session:
        mine = select(PromiseReport).where(PromiseReport.person_id == doer.person.id)
        return list(session.scalars(mine.order_by(PromiseReport.id)))


def test_a_promise_made_in_a_module_stands_there_and_in_my_week(doer: Doer) -> None:
    form = form_to(doer.browser.get(PAGE).text, "/practice/promises")
    doer.browser.post(form.action, form.values | {"what": "Ring Ida about her bill", "whom": "Ida", "day": a_day(6)})
    for place in (PAGE, "/practice"):
        page = doer.browser.get(place).text
        assert "Ring Ida about her bill" in page
        assert "asked back on Friday" in page
    (made,) = doer.promises()
    assert (made.block, made.due, made.state) == ("word", date(2026, 11, 27), PromiseState.OPEN)


def test_fridays_are_offered_and_another_day_can_be_written(doer: Doer) -> None:
    page = doer.browser.get("/practice").text
    for day in ("Friday 27 November", "Friday 4 December", "Friday 18 December"):
        assert day in page
    doer.promise(day="other", other_day=a_day(2))
    doer.promise(day="", other_day=a_day(3))
    assert [made.due for made in doer.promises()] == [date(2026, 11, 23), date(2026, 11, 24)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"what": ""}, "Write in one sentence what you will do."),
        ({"what": "   "}, "Write in one sentence what you will do."),
        ({"what": "a" * 281}, "at most 280 characters"),
        ({"whom": ""}, "Write for whom"),
        ({"whom": "a" * 81}, "At most 80 characters."),
        ({"day": ""}, "Choose a day."),
        ({"day": "whenever"}, "Choose a day."),
        ({"day": a_day(0)}, "Choose tomorrow or a later day."),
        ({"day": "other", "other_day": a_day(-1)}, "Choose tomorrow or a later day."),
        ({"day": "other", "other_day": a_day(400)}, "more than a year away"),
        ({"day": "other", "other_day": "Friday"}, "Write the day as year-month-day"),
    ],
)
def test_what_is_no_promise_is_refused_at_its_field_with_everything_kept(
    doer: Doer, sent: dict[str, str], said: str
) -> None:
    whole = {"what": "Zebra sentence", "whom": "Zebra person", "day": a_day(6)} | sent
    refused = doer.browser.post("/practice/promises", whole)
    assert refused.status_code == 422
    assert said in refused.text
    for field in ("what", "whom"):
        if field not in sent:
            assert whole[field] in refused.text
    assert doer.promises() == []


def test_it_asks_on_the_day_and_not_before(doer: Doer) -> None:
    doer.promise(day=a_day(6))
    assert "Asked back" not in doer.browser.get("/practice").text
    doer.installation.clock.forward(days=6)
    page = doer.again().get("/practice").text
    assert "Asked back" in page
    assert "asked back today" in page
    doer.installation.clock.forward(days=2)
    assert "asked back since Friday" in doer.again().get("/practice").text


@pytest.mark.parametrize(
    ("outcome", "state", "said"),
    [
        ("kept", PromiseState.KEPT, "kept"),
        ("partly", PromiseState.PARTLY, "partly kept"),
        ("dropped", PromiseState.DROPPED, "dropped"),
    ],
)
def test_telling_how_it_went_closes_it(doer: Doer, outcome: str, state: PromiseState, said: str) -> None:
    made = doer.promise()
    doer.installation.clock.forward(days=6)
    browser = doer.again()
    form = form_to(browser.get("/practice").text, f"{made}/reports")
    assert form.choices["outcome"] == ["kept", "partly", "not-yet", "dropped"]
    browser.post(form.action, form.values | {"outcome": outcome, "why": "She was <pleased>."})
    (row,) = doer.promises()
    assert (row.state, row.closed_at) == (state, doer.installation.clock.at)
    page = browser.get(f"/practice/promises/{made}").text
    assert "She was &lt;pleased&gt;." in page
    assert f"{said}</span>" in browser.get("/practice").text


def test_not_yet_asks_for_a_new_day_and_keeps_the_old_one(doer: Doer) -> None:
    made = doer.promise()
    doer.installation.clock.forward(days=6)
    browser = doer.again()
    without = browser.post(f"/practice/promises/{made}/reports", {"outcome": "not-yet", "why": "Zebra was ill."})
    assert (without.status_code, "Choose a day." in without.text) == (422, True)
    assert "Zebra was ill." in without.text
    browser.post(f"/practice/promises/{made}/reports", {"outcome": "not-yet", "new_day": a_day(10)})
    (row,), (told,) = doer.promises(), _reports(doer)
    assert (row.state, row.due) == (PromiseState.OPEN, date(2026, 12, 1))
    assert (told.outcome, told.due, told.new_due) == (Outcome.NOT_YET, date(2026, 11, 27), date(2026, 12, 1))
    assert "moved from 27 November 2026 to 1 December 2026" in browser.get(f"/practice/promises/{made}").text


def test_told_twice_is_told_once_whatever_clicks_coincide(doer: Doer) -> None:
    made = doer.promise()
    doer.installation.clock.forward(days=6)
    browsers = [doer.again() for _ in range(2)]
    for browser in browsers:
        browser.token()

    def tell(browser: Browser) -> int:
        return browser.post(f"/practice/promises/{made}/reports", {"outcome": "kept"}).status_code

    assert at_once(*(lambda b=b: tell(b) for b in browsers)) == [303, 303]
    assert len(_reports(doer)) == 1


def test_it_can_be_changed_until_the_day_and_not_after(doer: Doer) -> None:
    made = doer.promise()
    changed = {"what": "Visit Ida", "whom": "Ida", "day": a_day(8)}
    assert doer.browser.post(f"/practice/promises/{made}", changed).status_code == 303
    assert "Visit Ida" in doer.browser.get("/practice").text
    doer.installation.clock.forward(days=8)
    refused = doer.again().post(f"/practice/promises/{made}", changed | {"what": "Nothing", "day": a_day(20)})
    assert (refused.status_code, "it stays as it was promised" in refused.text) == (422, True)
    assert "Visit Ida" in doer.again().get("/practice").text


def test_words_and_reasons_are_sealed_and_shown_to_nobody_else(doer: Doer, stranger: Doer, company: Company) -> None:
    from lms.kernel.permissions import Role

    made = doer.promise("zebrasentence", "zebraperson")
    doer.browser.post(f"/practice/promises/{made}/reports", {"outcome": "dropped", "why": "zebrareason"})
    everything = dump(doer.database)
    for word in (b"zebrasentence", b"zebraperson", b"zebrareason"):
        assert word not in everything
    chief = company.browser(company.person(Role.HR, Role.ADMIN, Role.TRAINER))
    for other in (stranger.browser, chief):
        assert other.get(f"/practice/promises/{made}").status_code == 404
        assert other.post(f"/practice/promises/{made}", {"what": "x", "whom": "y"}).status_code == 404
        assert other.post(f"/practice/promises/{made}/reports", {"outcome": "kept"}).status_code == 404
        assert "zebrasentence" not in other.get("/practice").text
    assert doer.browser.get(f"/practice/promises/{uuid4()}").status_code == 404


def test_thirty_open_promises_are_enough(doer: Doer) -> None:
    for number in range(30):
        doer.promise(f"Number {number}")
    refused = doer.browser.post("/practice/promises", {"what": "One more", "whom": "Ida", "day": a_day(6)})
    assert refused.status_code == 422
    assert "You have 30 open promises." in refused.text
    assert len(doer.promises()) == 30
    with statements(doer.database) as sent:
        assert doer.browser.get("/practice").status_code == 200
    assert len(sent) <= 2, "who asks; what was chosen and promised"
