"""The page editor's pages: saving without scripts, what is to be mended, previews, and no attack in any of them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lms.kernel.permissions import Role
from lms.studio.drafts import reviewing
from lms.studio.drafts.files import put as put_file
from lms.studio.drafts.models import Draft
from tests.support.company import Company
from tests.support.drafting import Desk, begin, copy_of_library

CASES = json.loads((Path(__file__).parents[2] / "cases" / "xss.json").read_text(encoding="utf-8"))
JSON = "application/json"
ATTACKS = [v["value"] for case in CASES["cases"] for v in case["variants"] if "value" in v and len(v["value"]) < 4000]


class Dangers(HTMLParser):
    """Collects what could run in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element: handlers, scripts of a text's own, frames of one, addresses that are code."""
        given = dict(attrs)
        address = re.sub(r"[\x00-\x20]", "", " ".join(given.get(each) or "" for each in ("href", "src", "action")))
        own = tag == "script" and not (given.get("src") or "").startswith("/static/") and given.get("type") != JSON
        if own or any(name.startswith("on") or name in ("style", "srcdoc") for name in given):
            self.found.append(f"{tag} {given}")
        if re.match("(?i)(java|vb)script:|data:text", address) or tag in ("object", "embed", "base"):
            self.found.append(f"{tag} {given}")


def dangers_in(html: str) -> list[str]:
    """Return what could run in a piece of HTML."""
    parser = Dangers()
    parser.feed(html)
    return parser.found


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company)


def editor_of(desk: Desk, path: str | None = None) -> str:
    """Return the address of the editor of a page."""
    *_modules, language, page = (path or desk.page).split("/")
    return f"{desk.address}/pages/{page.removesuffix('.md')}/{language}"


def preview_of(desk: Desk, path: str | None = None) -> str:
    """Return the address of the preview of a page."""
    return f"{desk.address}/preview/{(path or desk.page).rsplit('/', 1)[1].removesuffix('.md')}?language=en"


def put(desk: Desk, body: str) -> None:
    """Write a page's body below a head."""
    assert desk.write(desk.page, "@file", f'+++\ntitle = "Coffee"\n+++\n\n{body}').status_code == 200


def told_page(html: str) -> dict[str, object]:
    """Return what the page tells its scripts."""
    found = re.search(r"data-page>(.*?)</script>", html, re.DOTALL)
    assert found is not None
    told: dict[str, object] = json.loads(found[1])
    return told


def test_a_trainer_opens_a_page_and_finds_its_text_and_every_kind_of_block(desk: Desk) -> None:
    answer = desk.browser.get(editor_of(desk))
    told = told_page(answer.text)
    assert told["text"] == desk.text(desk.page)
    kinds = {kind["name"]: kind for kind in told["kinds"]}  # type: ignore[attr-defined]
    assert kinds["picture"]["keys"][0]["form"] == "media"
    assert [key["name"] for key in kinds["compare"]["keys"]] == ["left.title", "left.text", "right.title", "right.text"]
    assert ["cost-of-churn", "Cost of customer churn"] in told["uses"]["calculator"] or told["uses"]["calculator"]  # type: ignore[index]
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_without_scripts_the_source_text_is_saved_and_a_stale_one_is_not(desk: Desk) -> None:
    text = desk.text(desk.page)
    sent = {"base": desk.base(desk.page, "@file"), "text": text.replace("\n", "\r\n") + "One more line.\r\n"}
    assert desk.browser.post(editor_of(desk), sent).status_code == 303
    assert desk.text(desk.page) == text + "One more line.\n"
    assert desk.browser.post(editor_of(desk), sent | {"text": "Over it."}).status_code == 409
    assert desk.text(desk.page) == text + "One more line.\n"


def test_another_companys_trainer_and_a_learner_find_nothing(desk: Desk, other_company: Company) -> None:
    stranger, learner = (
        each.browser(each.person(role)) for each, role in ((other_company, Role.TRAINER), (desk.company, Role.LEARNER))
    )
    addresses = [editor_of(desk), f"{editor_of(desk)}/live", preview_of(desk)]
    assert [stranger.get(address).status_code for address in addresses] == [404] * 3
    assert {learner.get(address).status_code for address in addresses} <= {403, 404}
    assert stranger.send(f"{desk.address}/tried", []).status_code in {200, 404}


@pytest.mark.parametrize(
    "wrong", ["pages/nothing-here/en", "pages/01-first-page/xx", "preview/nothing-here", "pages/..%2fx/en"]
)
def test_a_page_that_is_not_there_is_404(desk: Desk, wrong: str) -> None:
    assert desk.browser.get(f"{desk.address}/{wrong}").status_code == 404


def test_what_is_to_be_mended_is_told_at_its_block_in_words(desk: Desk) -> None:
    put(
        desk,
        'Words.\n\n```example\nid = "made"\ntext = "Ten."\n```\n\n```calculator\nid = "sum"\nuse = "not-there"\n```\n',
    )
    problems = desk.browser.get(f"{editor_of(desk)}/live").get_json()["problems"]
    assert [(each["part"], each["line"]) for each in problems] == [("made", 8), ("sum", 13)]
    assert problems[0]["message"] == "Title: nothing is written yet."
    assert problems[1]["message"] == 'There is no calculator "not-there".'


def test_the_live_page_is_the_page_as_it_is_kept_now(desk: Desk) -> None:
    put(desk, "## Two cups {#two-cups}\n\nNobody *counts* them.\n")
    html = desk.browser.get(f"{editor_of(desk)}/live").get_json()["html"]
    assert '<section class="block prose" id="two-cups"' in html
    assert "Nobody <em>counts</em> them." in html


def test_a_page_that_cannot_be_read_says_so_and_opens_all_the_same(desk: Desk) -> None:
    assert desk.write(desk.page, "@file", "no head at all").status_code == 200
    assert told_page(desk.browser.get(editor_of(desk)).text)["text"] == "no head at all"
    live = desk.browser.get(f"{editor_of(desk)}/live").get_json()
    assert "cannot be read" in live["html"]
    assert live["problems"][0]["part"] == "start"


def test_the_preview_runs_tools_and_a_quiz_is_tried_without_keeping_anything(company: Company) -> None:
    desk = copy_of_library(company)
    shown = [preview_of(desk, path) for path in sorted(desk.files()) if "/en/" in path]
    pages = {address: desk.browser.get(address).text for address in shown}
    assert any('data-behaviour="calculator"' in html for html in pages.values())
    address, html = next((address, html) for address, html in pages.items() if "data-try" in html)
    block = re.search(r'name="quiz" value="([a-z0-9-]+)"', html)
    option = re.search(r'type="radio" name="(item-[a-z0-9-]+)" value="([a-z0-9-]+)"', html)
    assert block and option
    tried = desk.browser.post(address, {"quiz": block[1], option[1]: option[2]})
    assert tried.status_code == 200
    assert 'class="feedback' in tried.text
    assert "frame-ancestors 'self'" in tried.headers["Content-Security-Policy"]
    sent = [{"id": "a", "context": "calculator:x", "block": "inputs", "item": "margin", "base": 0, "value": 1}]
    assert desk.browser.send(f"{desk.address}/tried", sent).get_json() == {
        "saved": [{"id": "a", "revision": 1}],
        "conflicts": [],
    }


def test_a_preview_speaks_the_language_of_the_page(company: Company) -> None:
    desk = copy_of_library(company)
    danish = desk.browser.get(preview_of(desk).replace("language=en", "language=da")).text
    assert '<html lang="da">' in danish
    assert 'lang="da" data-behaviour="studio-preview"' in danish


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_an_author_runs_in_editor_live_page_or_preview(installation_of_one: Desk, attack: str) -> None:
    desk = installation_of_one
    quoted = json.dumps(attack)
    made = f'```example\nid = "made"\ntitle = {quoted}\ntext = {quoted}\n```\n'
    body = f'{attack}\n\n{made}\n```reflect\nid = "think"\nquestion = {quoted}\n```\n'
    head = f"+++\ntitle = {quoted}\n+++\n\n"
    if desk.write(desk.page, "@file", head + body).status_code == 422:
        return  # a control character: never stored
    page = desk.browser.get(editor_of(desk)).text
    told = re.search(r"data-page>(.*?)</script>", page, re.DOTALL)
    assert told is not None
    assert "<" not in told[1]
    live = desk.browser.get(f"{editor_of(desk)}/live").get_json()["html"]
    preview = desk.browser.get(preview_of(desk)).text
    assert [dangers_in(html) for html in (live, preview, page.replace(told[1], ""))] == [[], [], []]


@pytest.fixture(scope="module")
def installation_of_one(installation: object) -> Desk:
    """Return one desk for all attacks."""
    return begin(Company(installation))  # type: ignore[arg-type]


CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nTwo cups, please.\n"


def test_a_clip_and_a_video_are_previewed_as_learners_get_them_and_under_a_review_link(desk: Desk) -> None:
    folder = f"modules/{desk.draft.slug}/media"
    with desk.company.installation.database.writing() as session:
        draft = session.get_one(Draft, desk.draft.id)
        writer, now = desk.company.actor(desk.person), desk.company.installation.clock.now()
        for name, content in {"ask.mp4": b"\x00" * 64, "ask.en.vtt": CAPTIONS}.items():
            put_file(session, draft, writer, f"{folder}/{name}", content, "medium.added", now)
        _link, token = reviewing.make(session, draft, writer, 7, now)
    put(
        desk,
        '```clip\nid = "ask"\nfile = "ask.mp4"\ntitle = "How to ask"\nposter = "cover.svg"\n```\n\n'
        '```video\nid = "talk"\nurl = "https://video.example.com/1"\ntitle = "A talk"\n'
        'summary = "On **asking**."\n```\n',
    )
    address = f"/review/{token}/{desk.page.rsplit('/', 1)[1].removesuffix('.md')}?language=en"
    for html, media in (
        (desk.browser.get(preview_of(desk)).text, f"{desk.address}/media"),
        (desk.browser.get(address).text, f"/review/{token}/media"),
    ):
        assert f'<source src="{media}/ask.mp4" type="video/mp4">' in html
        assert f'<track kind="captions" src="{media}/ask.en.vtt" srclang="en" label="English" default>' in html
        assert f'preload="none" playsinline aria-label="How to ask" poster="{media}/cover.svg"' in html
        assert "<p>Two cups, please.</p>" in html
        assert "On <strong>asking</strong>." in html
        assert "Your organisation shows no videos from elsewhere." in html
        assert "https://video.example.com/1" not in html
    for name, kind in {"ask.mp4": "video/mp4", "ask.en.vtt": "text/vtt; charset=utf-8"}.items():
        assert desk.browser.get(f"/review/{token}/media/{name}").headers["Content-Type"] == kind


def test_a_picture_asks_for_its_words_in_the_card_until_they_are_written(desk: Desk) -> None:
    put(desk, '```picture\nid = "cup"\nfile = "cover.svg"\n```\n')
    told = told_page(desk.browser.get(editor_of(desk)).text)
    assert told["spoken"][0] == ["en", "English"]  # type: ignore[index]
    base = told["pictures"]["cover.svg"]["base"]  # type: ignore[index]
    sent = {"base": base, "alt-en": ""}
    kept = desk.browser.post(f"{desk.address}/media/cover.svg", sent, headers={"Accept": "application/json"})
    assert kept.status_code == 200
    live = f"{editor_of(desk)}/live"
    assert [each["part"] for each in desk.browser.get(live).get_json()["problems"]] == ["cup"]
    sent = {"base": kept.get_json()["saved"][0]["base"], "alt-en": "Two cups"}
    assert desk.browser.post(f"{desk.address}/media/cover.svg", sent).status_code == 303
    now = desk.browser.get(live).get_json()
    assert now["problems"] == []
    assert now["pictures"]["cover.svg"]["alt"] == {"en": "Two cups"}
