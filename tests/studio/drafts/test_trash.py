"""Drafts thrown away, brought back, and deleted for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.kernel.clock import SetClock
from lms.studio.drafts.models import Draft
from lms.studio.drafts.trash import BACK_FOR, PARTS, forget
from tests.support.company import Company
from tests.support.drafting import Desk, begin


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company)


def test_what_is_thrown_away_is_not_there_and_comes_back_whole(desk: Desk) -> None:
    before = desk.files()
    assert desk.browser.post(f"{desk.address}/trash").status_code == 303
    assert desk.browser.get(desk.address).status_code == 404
    assert desk.write(desk.page, "start", "x").status_code == 404
    assert "Listening on Mondays" in desk.browser.get("/author/drafts").text
    assert desk.browser.post(f"{desk.address}/trash/end").status_code == 303
    assert desk.browser.get(desk.address).status_code == 200
    assert desk.files() == before


def test_after_thirty_days_it_is_gone_with_everything_of_it_and_not_before(desk: Desk, clock: SetClock) -> None:
    desk.write(desk.page, "start", "Something.\n")
    desk.browser.post(f"{desk.address}/comments", {"text": "A remark."})
    desk.browser.post(f"{desk.address}/reviewers", {"days": "3"})
    desk.browser.send(f"{desk.address}/locks", {"path": desk.page, "part": "start"})
    desk.browser.post(f"{desk.address}/trash")
    database, at = desk.company.installation.database, clock.now()
    with database.writing() as session:
        assert not forget(session, desk.draft.id, at + timedelta(days=29) - BACK_FOR)
    with database.writing() as session:
        assert forget(session, desk.draft.id, at + timedelta(days=31) - BACK_FOR)
    with database.reading() as session:
        assert session.get(Draft, desk.draft.id) is None
        for part in PARTS:
            assert session.scalar(select(func.count()).where(part.draft_id == desk.draft.id)) == 0


def test_a_draft_can_be_begun_from_the_page(desk: Desk) -> None:
    assert desk.browser.get("/author/drafts/new").status_code == 200
    made = desk.browser.post("/author/drafts/new", {"title": "Æbler og kunder", "language": "da"})
    assert made.status_code == 303
    page = desk.browser.get(made.headers["Location"]).text
    assert "Æbler og kunder" in page
    assert desk.browser.post("/author/drafts/new", {"title": " ", "language": "da"}).status_code == 422
    copied = desk.browser.post("/author/modules/loyalty-economics/draft", {"copy": "1"})
    assert copied.status_code == 303
    assert desk.browser.post("/author/modules/no-such-module/draft").status_code == 404
