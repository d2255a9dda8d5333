"""What somebody who means harm, or is only fast, tries with drafts, their links, packs and texts; none of it works."""

from __future__ import annotations

import io
import re
from time import thread_time
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.packs.archive import write_archive
from lms.packs.differences.marking import marked
from lms.packs.segments import join, split
from lms.studio.media import taking
from lms.studio.media import views as media_views
from tests.studio.media.test_media_library import CLIP, JSON, photograph, upload
from tests.support.clip_pack import CAPTIONS, files
from tests.support.company import Browser, Company
from tests.support.drafting import Desk, begin

WRONG = "A" * 43


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company)


def told(answer: TestResponse) -> dict[str, str]:
    """Return what a script is told."""
    assert isinstance(answer.json, dict)
    return answer.json


def review_token(desk: Desk) -> str:
    """Return the token of a new review link."""
    return str(desk.browser.post(f"{desk.address}/reviewers", {"days": "2"}).text.partition("/review/")[2][:43])


@pytest.mark.parametrize("place", ["/x", "/x/remarks", "/tried"])
def test_a_wrong_review_link_is_not_there_at_once_and_locks_nobody_out(company: Company, place: str) -> None:
    stranger = company.anonymous()
    began = company.installation.database
    answer = stranger.post(f"/review/{WRONG}{place}", {"name": "x", "text": "y"})
    assert answer.status_code == 404
    with began.writing():
        pass  # the one place to write is free


def test_guesses_of_review_links_are_counted_whatever_the_method(company: Company) -> None:
    stranger = company.anonymous()
    stranger.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"  # nobody else pays for it
    for _ in range(120):
        status = stranger.post(f"/review/{WRONG}/x/remarks", {"name": "x", "text": "y"}).status_code
        if status == 429:
            break
    assert status == 429


def test_trying_a_page_under_a_review_link_keeps_nobody_from_saving(desk: Desk) -> None:
    address, page = f"/review/{review_token(desk)}", desk.page.rpartition("/")[2].removesuffix(".md")
    stranger = desk.company.anonymous()
    token = stranger.token()
    with desk.company.installation.database.writing():  # somebody saves at this very moment
        assert stranger.client.post(f"{address}/{page}", data={"csrf_token": token, "quiz": "x"}).status_code == 200
        sent: Any = [{"id": "1"}]
        answer = stranger.client.post(f"{address}/tried", json=sent, headers={"X-CSRFToken": token})
        assert answer.json == {"saved": [{"id": "1", "revision": 1}], "conflicts": []}


def test_a_reviewer_sees_clips_and_nothing_in_a_drawing_runs(desk: Desk) -> None:
    clip = told(upload(desk, CLIP, "visit.mp4"))["name"]
    upload(desk, CAPTIONS, "visit.vtt", f"/{clip}/captions/en")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8"><rect width="12" height="8"/></svg>'
    name = told(upload(desk, drawing, "map.svg"))["name"]
    fence = f'```clip\nid = "visit"\nfile = "{clip}"\ntitle = "A visit"\n```\n'
    desk.write(desk.page, "@file", f"{desk.text(desk.page)}\n{fence}")
    address, stranger = f"/review/{review_token(desk)}", desk.company.anonymous()
    page = stranger.client.get(address, follow_redirects=True).text
    assert f"{address}/media/{clip}" in page
    assert "/author/" not in page
    stretch = stranger.get(f"{address}/media/{clip}", headers={"Range": "bytes=4-7"})
    assert (stretch.status_code, stretch.data) == (206, CLIP[4:8])
    drawn = stranger.get(f"{address}/media/{name}")
    assert "sandbox" in drawn.headers["Content-Security-Policy"]
    assert drawn.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "header",
    ["bytes=-0", "bytes=9999999-", "bytes=7-3", "bytes=0-0,2-3", "bytes=--1", "chars=1-2", "bytes=999999999999999999-"],
)
def test_a_strange_range_is_answered_and_never_a_failure(desk: Desk, header: str) -> None:
    address = told(upload(desk, CLIP, "visit.mp4"))["url"]
    assert desk.browser.get(address, headers={"Range": header}).status_code in (200, 206, 416)


def test_a_picture_is_drawn_before_the_request_begins_to_write(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    name = told(upload(desk, photograph(), "shop.jpg"))["name"]
    drawn = taking.taken

    def watched(content: bytes, filename: str) -> Any:
        with desk.company.installation.database.writing():  # somebody saves while the picture is drawn
            return drawn(content, filename)

    monkeypatch.setattr(media_views, "taken", watched)
    assert upload(desk, photograph(), "street.jpg").status_code == 201
    assert upload(desk, photograph(), "other.jpg", f"/{name}/content").status_code == 200


def test_nobody_has_a_picture_drawn_for_a_draft_of_others(
    desk: Desk, other_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = begin(other_company)
    stranger.draft, stranger.address = desk.draft, desk.address
    monkeypatch.setattr(media_views, "taken", None)
    assert upload(stranger, photograph(), "street.jpg", headers=JSON).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        '\n[[objectives]]\nid = "{long}"\nen = "x"\n',
        "\n[{long}]\na = 1\n",
        '\n[media."{long}"]\ndecorative = true\n',
        '\n[[objectives]]\nid = "{long}"\n[[objectives]]\nid = "{long}"\n',
    ],
)
def test_a_name_beyond_all_measure_is_kept_and_told_as_a_fault(desk: Desk, text: str) -> None:
    whole = desk.text(desk.module) + text.replace("{long}", "a" * 300)
    assert desk.write(desk.module, "@file", whole).status_code == 200
    assert desk.text(desk.module) == whole
    parts = split(desk.module, whole)
    assert join(parts) == whole
    assert len({each.part for each in parts}) == len(parts)
    for room in ("", "/problems", "/history/1", "/publish"):
        assert desk.browser.get(desk.address + room).status_code == 200
    assert desk.browser.post(f"{desk.address}/history/1/undo", {}).status_code == 303
    assert desk.text(desk.module) != whole


@pytest.mark.parametrize(
    "place", ['title.en = "Half done"', 'stem.en = "Is it done?"', 'title = "First"', 'title = "A visit"']
)
@pytest.mark.parametrize("sign", ["\\u0000", "\\u001B"])
def test_a_sign_that_no_text_holds_is_refused_though_it_is_written_as_an_escape(
    company: Company, place: str, sign: str
) -> None:
    old = place.encode()
    spoiled = {path: content.replace(old, old[:-1] + f'{sign}"'.encode()) for path, content in files().items()}
    assert spoiled != files()
    trainer = company.browser(company.person(Role.TRAINER))
    address = _sent(trainer, spoiled)
    page = trainer.get(address).text
    assert f"There is a control character (U+{sign[2:]})" in page
    assert trainer.post(address, {"module": "half-done", "how": "published"}).status_code == 422


def _sent(trainer: Browser, pack: dict[str, bytes]) -> str:
    packed = (io.BytesIO(write_archive(pack)), "pack.zip")
    answer = trainer.post("/author/packs", {"file": packed}, content_type="multipart/form-data")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_pack_taken_in_twice_is_taken_in_once(company: Company) -> None:
    trainer = company.browser(company.person(Role.TRAINER))
    address = _sent(trainer, files())
    answers = [trainer.post(address, {"module": "half-done", "how": "published"}).status_code for _ in range(2)]
    assert answers == [303, 404]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 20_000, "b a a " * 15_000),
        ("- a\n" * 49_000, "- a\n" * 48_000 + "- b\n" + "- a\n" * 900),
        ("x " * 90_000, "x " * 89_999),
        ("\n".join(f"{n} " * 300 for n in range(150)), "\n".join(f"{n} " * 299 for n in range(150))),
    ],
)
def test_two_huge_texts_are_compared_in_a_moment(old: str, new: str) -> None:
    began = thread_time()
    runs = marked(old, new)
    assert thread_time() - began < 2
    assert any(run.mark != "same" for run in runs)


def test_what_others_have_made_is_not_there(desk: Desk, other_company: Company) -> None:
    name = told(upload(desk, photograph(), "shop.jpg"))["name"]
    review_token(desk)
    link = re.findall(r"reviewers/([0-9a-f-]{36})", desk.browser.get(f"{desk.address}/reviewers").text)
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    page = desk.page.rpartition("/")[2].removesuffix(".md")
    rooms = (
        "",
        "/history",
        "/comments",
        f"/media/{name}",
        f"/pages/{page}/en",
        f"/pages/{page}/en/live",
        "/publish",
        "/translate",
        "/locks",
    )
    assert {stranger.get(desk.address + room).status_code for room in rooms} == {404}
    lock = {"path": desk.page, "part": "start", "take": True}
    edit = desk.edit(desk.page, "start", "Mine now.\n")
    sendings: list[tuple[str, Any]] = [("/locks", lock), ("/save", {"edits": [edit]}), ("/comments", {"text": "x"})]
    assert {stranger.send(desk.address + room, body).status_code for room, body in sendings} == {404}
    assert stranger.post(f"{desk.address}/reviewers/{link[0]}/end", {}).status_code == 404


def test_nothing_is_written_to_a_draft_in_the_trash(desk: Desk) -> None:
    edit = desk.edit(desk.page, "start", "Too late.\n")
    token = review_token(desk)
    desk.browser.post(f"{desk.address}/trash", {})
    assert desk.save(edit).status_code == 404
    assert desk.browser.post(f"{desk.address}/history/1/undo", {}).status_code == 404
    assert desk.company.anonymous().get(f"/review/{token}").status_code == 404


def test_taking_back_waits_for_whoever_writes_there(desk: Desk, clock: SetClock) -> None:
    desk.write(desk.page, "start", "Words.\n")
    colleague = desk.beside(desk.company.person(Role.TRAINER))
    colleague.browser.send(f"{desk.address}/locks", {"path": desk.page, "part": "start"})
    assert desk.browser.post(f"{desk.address}/history/1/undo", {}).status_code == 409
    clock.forward(minutes=3)
    assert desk.browser.post(f"{desk.address}/history/1/undo", {}).status_code == 303


@pytest.mark.parametrize("number", [10**10, 10**30])
def test_a_number_beyond_all_measure_is_not_there(desk: Desk, number: int) -> None:
    desk.write(desk.page, "start", "Words.\n")
    rooms = (
        f"/history/{number}",
        f"/history?before={number}",
        f"/media?removed={number}",
        f"/translate/da?place={number}",
    )
    assert {room: desk.browser.get(desk.address + room).status_code for room in rooms}.items() <= {
        (room, status) for room in rooms for status in (200, 404)
    }
    assert desk.browser.post(f"{desk.address}/history/{number}/undo", {}).status_code == 404
    assert desk.browser.post(f"{desk.address}/history/1/{number}/restoration", {}).status_code == 404
    assert desk.browser.post(f"{desk.address}/reviewers", {"days": str(number)}).status_code == 422


def test_whoever_has_a_review_link_scores_no_more_quizzes_a_minute_than_reviewers_do(
    company: Company, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.studio.drafts.review_views.MOST_TRIALS_A_MINUTE", 3)
    page = f"/review/{review_token(desk)}/{desk.page.rpartition('/')[2].removesuffix('.md')}"
    stranger = company.anonymous()
    assert [stranger.post(page, {}).status_code for _ in range(3)] == [200, 200, 200]
    refused = stranger.post(page, {})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "Try again in a minute." in refused.text
    assert stranger.get(page).status_code == 200, "reading is never slowed down"
    company.installation.clock.forward(minutes=16)
    assert stranger.post(page, {}).status_code == 200
