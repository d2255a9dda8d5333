"""The public payloads in every place where a trainer's words reach another person's browser: none of them runs there.

One draft holds them all: each text of its module, pages, blocks, questions, pictures and clips is a payload. What the
pages say is read as a browser reads it, without the browser's content security policy; that the policy stands on every
page as well is looked at beside it.
"""

from __future__ import annotations

import csv
import io
import re
from time import thread_time
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.kernel.permissions import Role
from lms.packs.archive import write_archive
from lms.packs.blocks import block_kind_names
from lms.packs.markdown import render
from lms.studio.drafts.files import put_many
from lms.studio.drafts.models import Draft
from tests.calculators.material import cases
from tests.studio.media.test_media_library import JSON, photograph, upload
from tests.studio.publishing.test_publishing import publish
from tests.support.company import Browser, Company
from tests.support.drafting import Desk, copy_of_library
from tests.support.payloads import CASES, FENCE, LANGUAGES, LINES, PLAIN, VALUES, Page, hostile

AROUND = ("/author", "/author?q=window", "/author/search?q=window", "/author/packs", "/author/quizzes", "/author/media",
          "/author/offers")  # fmt: skip


def shown(answer: TestResponse, where: str) -> str:
    """Return what a page says, having looked that nothing of it runs; scripts are told in JSON what pages show."""
    assert answer.status_code < 500, where
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy, where
    assert "unsafe" not in policy, where
    pages = [answer.text]
    if answer.is_json:
        assert answer.mimetype == "application/json"
        pages = [str(answer.json["html"])] if isinstance(answer.json, dict) and "html" in answer.json else []
    for page in pages:
        assert Page(page).dangerous == [], where
    return answer.text


def spoiled(company: Company, lines: list[str]) -> Desk:
    """Return a trainer's desk with a copy of the library's module, every word of it a payload."""
    found = copy_of_library(company, person=company.person(Role.TRAINER, name=LINES[0]))
    with company.installation.database.writing() as session:
        contents: dict[str, bytes | None] = {**hostile(found.files(), lines)}
        draft = session.get_one(Draft, found.draft.id)
        put_many(session, draft, company.actor(found.person), contents, "written", company.installation.clock.now())
    return found


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a desk with a draft that holds all of them, faults and all."""
    return spoiled(company, LINES)


def kinds_in(desk: Desk) -> set[str]:
    """Return the kinds of blocks on the draft's pages."""
    return {kind for path in desk.files() if path.endswith(".md") for kind, _body in FENCE.findall(desk.text(path))}


def test_they_run_nowhere_in_the_studio_nor_for_learners_and_reviewers(desk: Desk) -> None:
    assert kinds_in(desk) == set(block_kind_names()), "every kind of block is tried"
    token = _talk(desk)
    for room in _rooms(desk):
        shown(desk.browser.get(room, follow_redirects=True), room)
    for page in _pages(desk):
        address = f"/review/{token}/{page}"
        assert "window.__xss" in shown(desk.company.anonymous().get(address), address)


def test_published_they_run_for_nobody_who_learns(company: Company) -> None:
    desk = spoiled(company, PLAIN)
    assert publish(desk, note_en=" ".join(LINES)[:500]) == 303
    _learned(desk, desk.company.browser(desk.company.person()))
    module = f"/author/modules/{desk.draft.slug}"
    for address in (*AROUND, module, f"{module}/working", f"{desk.address}/changes"):
        shown(desk.browser.get(address), address)


def _talk(desk: Desk) -> str:
    """Say them in remarks, terms and names of tools; return the token of a review link."""
    token = str(desk.browser.post(f"{desk.address}/reviewers", {"days": "2"}).text.partition("/review/")[2][:43])
    anonymous, page = desk.company.anonymous(), _pages(desk)[0]
    for at, line in enumerate(LINES[:10]):
        said = {"text": "\n".join(VALUES)[:3_900], "path": line, "part": line}
        assert desk.browser.post(f"{desk.address}/comments", said).status_code == 303
        sent = anonymous.post(
            f"/review/{token}/{page}/remarks", {"name": line[:80], "text": said["text"], "part": line}
        )
        assert sent.status_code == 303
        term = dict.fromkeys(LANGUAGES, f"{line[:70]} {at}")
        shown(desk.browser.post(f"{desk.address}/glossary", term), "glossary")
    desk.browser.post(f"{desk.address}/calculators", {"copy": "cost-of-churn", "title": LINES[4]})
    desk.browser.post("/author/drafts/new", {"title": LINES[5], "how": "empty"})
    return token


def _pages(desk: Desk) -> list[str]:
    return sorted({path.rpartition("/")[2].removesuffix(".md") for path in desk.files() if path.endswith(".md")})


def _rooms(desk: Desk) -> list[str]:
    own = [
        path.rpartition("/")[2].removesuffix(".toml")
        for path in desk.files()
        if path.startswith("quizzes/") and path.endswith(".toml")
    ]
    rooms = ["", "/problems", "/history", "/history/1", "/comments", "/reviewers", "/publish", "/changes", "/media",
             "/glossary", "/translate", "/translate/da", "/translate/da/files", "/quizzes", "/calculators"]  # fmt: skip
    rooms += [f"/quizzes/{name}" for name in own]
    for page in _pages(desk):
        rooms += [f"/pages/{page}/en", f"/pages/{page}/en/live", f"/pages/{page}/preview?language=da"]
    return ["/author/drafts", *(f"{desk.address}{room}" for room in rooms)]


def _learned(desk: Desk, learner: Browser) -> None:
    """Look at the published module as somebody who learns."""
    slug = desk.draft.slug
    learner.post(f"/learn/{slug}/enrolment")
    for address in ("/learn", "/learn?q=window", f"/learn/{slug}", *(f"/learn/{slug}/{page}" for page in _pages(desk))):
        answer = learner.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        shown(answer, address)


def test_a_table_of_translations_full_of_them_is_words(desk: Desk) -> None:
    page = f"{desk.address}/translate/da"
    table = desk.browser.get(f"{page}/texts.csv").data
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert [cell for row in rows for cell in row if "=HYPERLINK" in cell]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-"))]
    for name in ("texts.csv", f"{LINES[0]}.csv", "texts.xlf"):
        content = desk.browser.get(f"{page}/texts.{name[-3:]}").data.replace(b"window.__xss", b"window.__xss2")
        sent = {"file": (io.BytesIO(content), name)}
        shown(desk.browser.post(f"{page}/files", sent, content_type="multipart/form-data"), name)


@pytest.mark.parametrize("format", ["csv", "gift"])
def test_questions_taken_over_from_elsewhere_are_words(desk: Desk, format: str) -> None:
    escaped = [re.sub(r"([~=#{}:])", r"\\\1", each) for each in LINES]
    gift = "\n\n".join(f"::{n}::[html]{each} {{=a ~{escaped[0]}}}" for n, each in enumerate(escaped))
    table = "question,correct,wrong\n" + "\n".join(f'"{each.replace(chr(34), chr(34) * 2)}",a,b' for each in LINES)
    sent = {
        "file": (io.BytesIO((gift if format == "gift" else table).encode()), f"{LINES[0]}.{format}"),
        "format": format,
    }
    answer = desk.browser.post(f"{desk.address}/question-imports", sent, content_type="multipart/form-data")
    shown(answer, format)


def test_a_pack_full_of_them_is_words_where_it_is_looked_at(company: Company, other_company: Company) -> None:
    desk = spoiled(company, PLAIN)
    trainer = other_company.browser(other_company.person(Role.TRAINER))
    packed = write_archive(desk.files())
    sent = {"file": (io.BytesIO(packed), f"{LINES[0]}.zip")}
    answer = trainer.post("/author/packs", sent, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    assert "window.__xss" in shown(trainer.get(answer.headers["Location"]), "preview")


@pytest.mark.parametrize(
    "variant", [*CASES["P04"]["variants"], *CASES["P05"]["variants"]], ids=lambda each: each["filename"][-12:]
)
def test_a_hostile_picture_or_name_of_one_is_refused_or_drawn_anew(desk: Desk, variant: dict[str, Any]) -> None:
    how = variant["generator"]
    content = photograph("PNG") if how["kind"] == "png" else how["value"].encode()
    answer = upload(desk, content, variant["filename"].replace('"', "%22"), headers=JSON)
    if how["kind"] == "text":
        assert answer.status_code == 422
        return
    assert answer.status_code == 201
    told: Any = answer.json
    assert re.fullmatch(r"[a-z0-9-]+\.png", told["name"])
    kept = desk.browser.get(told["url"])
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in kept.headers["Content-Security-Policy"]


@pytest.mark.parametrize("number", range(len(CASES["P21"]["variants"])))
def test_a_text_made_to_take_for_ever_does_not(desk: Desk, number: int) -> None:
    how = CASES["P21"]["variants"][number]["generator"]
    text = how.get("prefix", "") + how["unit"] * how["count"] + how.get("suffix", "")
    page = min(_pages(desk))
    began = thread_time()
    assert desk.write(desk.page, "start", f"{text}\n").status_code == 200
    shown(desk.browser.get(f"{desk.address}/pages/{page}/en/live"), "live")
    assert thread_time() - began < 10  # with a pattern that runs away it is minutes


def test_formulas_of_the_public_set_are_those_that_calculators_are_tried_with() -> None:
    tried = {each["id"]: each for each in cases("payloads.json")}
    for id in ("P11", "P12", "P13", "P14"):
        assert CASES[id]["variants"] == tried[id]["variants"], id


def test_the_reader_of_pages_sees_what_runs() -> None:
    page = (
        "<p onclick=x><script>1</script><a href=' jaVa\tscript:1'><img src=x><svg><set></svg><iframe srcdoc=x></iframe>"
    )
    assert len(Page(page).dangerous) == 7
    without = [Page(render(each, clean=False)).dangerous for each in VALUES[:4]]
    assert all(without), "without the cleaner they would run, but for the policy"
    assert not [each for each in VALUES if Page(render(each)).dangerous]
