"""Remarks on blocks, and review links for people without an account."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.studio.drafts.comments import open_comments
from lms.studio.drafts.models import Draft, DraftComment
from lms.studio.drafts.reviewing import MOST_AN_HOUR
from tests.support.company import Browser, Company
from tests.support.drafting import Desk, begin, copy_of_library

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}\"'><b>"


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company, person=company.person(Role.TRAINER, name="First Trainer"))


def link(desk: Desk, days: str = "7") -> str:
    """Make a review link and return its address."""
    page = desk.browser.post(f"{desk.address}/reviewers", {"days": days})
    found = re.search(r'value="[^"]*(/review/[A-Za-z0-9_-]{43})"', page.text)
    assert found is not None, page.text
    return found[1]


def count(desk: Desk) -> int:
    """Return how many remarks the draft has."""
    with desk.company.installation.database.reading() as session:
        return session.scalar(select(func.count()).where(DraftComment.draft_id == desk.draft.id)) or 0


def test_a_remark_on_a_block_is_answered_and_resolved_by_name(desk: Desk, company: Company) -> None:
    other = desk.beside(company.person(Role.TRAINER, name="Second Trainer"))
    said = other.browser.send(f"{desk.address}/comments", {"path": desk.page, "part": "start", "text": "Too long?"})
    assert said.status_code == 201
    remark = said.json["comment"]
    assert (remark["by"], remark["part"], remark["resolved"]) == ("Second Trainer", "start", False)
    with company.installation.database.reading() as session:
        (waiting,) = open_comments(session, company.actor(desk.person))
    assert (waiting.draft.id, waiting.count) == (desk.draft.id, 1)
    assert (
        desk.browser.post(f"{desk.address}/comments", {"parent": remark["id"], "text": "Shorter now."}).status_code
        == 303
    )
    desk.browser.post(f"{desk.address}/comments/{remark['id']}/resolution", {"resolved": "yes"})
    page = desk.browser.get(f"{desk.address}/comments").text
    assert "resolved by First Trainer" in page
    assert "Shorter now." in page
    with company.installation.database.reading() as session:
        assert open_comments(session, company.actor(desk.person)) == []
    listed = desk.browser.get(f"{desk.address}/comments?path={desk.page}", headers={"Accept": "application/json"})
    assert [each["text"] for each in listed.json["comments"][0]["replies"]] == ["Shorter now."]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_remark_is_refused(desk: Desk, text: str) -> None:
    assert desk.browser.post(f"{desk.address}/comments", {"text": text}).status_code == 422
    assert count(desk) == 0


def test_a_reviewer_reads_every_page_without_signing_in_and_leaves_a_remark(company: Company) -> None:
    desk = copy_of_library(company)
    address, reader = link(desk), company.anonymous()
    page = reader.get(address, follow_redirects=True)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    pages = re.findall(rf'href="({address}/[^"?]+)\?', page.text)
    for each in pages:
        assert reader.get(each).status_code == 200
    for picture in re.findall(r'<img src="([^"]+)"', page.text):
        assert reader.get(picture).status_code == 200
    said = reader.post(f"{pages[0]}/remarks", {"name": "A Reader", "text": "I liked the jar."})
    assert said.status_code == 303
    assert "I liked the jar." in reader.get(pages[0]).text
    told = desk.browser.get(f"{desk.address}/comments").text
    assert "A Reader" in told
    assert "from outside" in told


def test_what_a_reviewer_types_never_runs_and_is_bounded(desk: Desk, company: Company) -> None:
    page, reader = f"{link(desk)}/01-first-page", company.anonymous()
    assert reader.post(f"{page}/remarks", {"name": HOSTILE[:80], "text": HOSTILE}).status_code == 303
    for shown in (reader.get(page).text, desk.browser.get(f"{desk.address}/comments").text):
        assert "<img src=x" not in shown
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(2)" in shown
    for refused in ({"name": "", "text": "x"}, {"name": "n" * 81, "text": "x"}, {"name": "n", "text": "x" * 4001}):
        assert reader.post(f"{page}/remarks", refused).status_code == 422
    for _each in range(MOST_AN_HOUR - 1):
        assert reader.post(f"{page}/remarks", {"name": "n", "text": "again"}).status_code == 303
    assert reader.post(f"{page}/remarks", {"name": "n", "text": "too much"}).status_code == 429
    assert count(desk) == MOST_AN_HOUR


def opens(reader: Browser, address: str) -> int:
    """Return how a review link answers."""
    return reader.get(address, follow_redirects=True).status_code


def test_a_link_ends_by_its_day_by_hand_and_with_the_draft(desk: Desk, company: Company, clock: SetClock) -> None:
    reader = company.anonymous()
    short, ended, longer = link(desk, "1"), link(desk), link(desk, "60")
    page = desk.browser.get(f"{desk.address}/reviewers").text
    assert page.count("/end") == 3
    assert short not in page, "the address is shown once"
    clock.forward(days=1, seconds=1)
    desk.browser = company.browser(desk.person)
    assert (opens(reader, short), opens(reader, ended)) == (404, 200)
    listed = re.findall(r'action="([^"]+/end)"', desk.browser.get(f"{desk.address}/reviewers").text)
    desk.browser.post(listed[0])
    assert sorted([opens(reader, ended), opens(reader, longer)]) == [200, 404]
    desk.browser.post(f"{desk.address}/trash")
    assert [opens(reader, ended), opens(reader, longer)] == [404, 404]


@pytest.mark.parametrize("days", ["0", "61", "", "soon"])
def test_a_link_for_no_days_or_for_ever_is_not_made(desk: Desk, days: str) -> None:
    assert desk.browser.post(f"{desk.address}/reviewers", {"days": days}).status_code == 422


def test_a_link_opens_one_draft_and_guesses_are_counted(desk: Desk, company: Company) -> None:
    reader = company.anonymous()
    address = link(desk)
    assert opens(reader, address[:-1] + ("A" if address[-1] != "A" else "B")) == 404
    assert opens(reader, "/review/short") == 404
    assert opens(reader, f"{address}/no-such-page") == 404
    assert opens(reader, f"{address}/media/..%2fmodule.toml") == 404


def test_the_token_itself_is_not_kept(desk: Desk, company: Company) -> None:
    token = link(desk).rpartition("/")[2]
    with company.installation.database.reading() as session:
        draft = session.get(Draft, desk.draft.id)
    assert draft is not None
    assert token not in str(vars(draft))
