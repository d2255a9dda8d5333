"""Script in content runs in nobody's browser: with the cleaner off the policy holds, and the other way round."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from lms import demo
from lms.app import create_app
from lms.catalog import library
from lms.config import Config
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.packs.model import Pack, Quiz
from lms.packs.reading import read_pack
from lms.studio.drafts import review_views
from lms.studio.pages import views
from lms.studio.pages.filling import drawn
from tests.support.schema import give_tables
from tests.support.serving import served

CASES = json.loads((Path(__file__).parents[1] / "cases" / "xss.json").read_text(encoding="utf-8"))["cases"]
ATTACKS = [
    (case["id"], v["value"])
    for case in CASES
    if case["id"] in ("P01", "P02", "P03")
    for v in case["variants"]
    if "value" in v
]
COVER = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#0b5d51"/></svg>'
Start = Callable[..., str]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Return a starter of a site whose one module is full of attacks, with the cleaner or the policy switched off."""

    def begin(*, clean: bool, policy: bool) -> str:
        write_pack(tmp_path / "pack")
        monkeypatch.setattr(library, "read_pack", lambda folder: with_hostile_options(read_pack(folder, clean=clean)))
        for shows in (views, review_views):
            monkeypatch.setattr(shows, "drawn", partial(drawn, clean=clean))
        config = Config(
            data=tmp_path,
            database_url=f"sqlite:///{tmp_path / 'x.db'}",
            secret_key="k" * 40,
            base_url="http://127.0.0.1",
        )
        database, clock = Database(config.database_url), SystemClock()
        give_tables(database)
        report = library.sync(database, tmp_path / "pack", clock.now())
        assert not report.problems, report.problems
        demo.load(database, clock, config.key().encode())
        app = create_app(config, clock=clock, database=database)
        app.config["LMS_WITHOUT_CSP"] = not policy
        stops.callback(database.dispose)
        return stops.enter_context(served(app))

    with ExitStack() as stops:
        yield begin


@pytest.mark.parametrize(("clean", "policy"), [(False, True), (True, False)], ids=["cleaner off", "policy off"])
def test_one_layer_alone_stops_every_attack(chromium: Browser, start: Start, clean: bool, policy: bool) -> None:
    assert ran(chromium, start(clean=clean, policy=policy)) == []


def test_with_both_layers_off_attacks_do_run(chromium: Browser, start: Start) -> None:
    """The negative control: the attacks are live, and this test can see them."""
    marks = ran(chromium, start(clean=False, policy=False))
    assert any("/learn/" in each for each in marks)
    assert any("/preview/" in each for each in marks)
    assert any("/review/" in each for each in marks)


def ran(chromium: Browser, address: str) -> list[str]:
    """Open every page as a learner and a trainer, touch everything, and return the marks that attacks left."""
    marks: list[str] = []
    for who, paths in {
        "manager": ["/learn", "/learn/hostile", "/learn/hostile/01-attacks"],
        "trainer": ["/author", "/author/modules/hostile"],
    }.items():
        context = chromium.new_context(base_url=address)
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("#email", f"{who}@demo.example")
        page.fill("#password", demo.PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        if who == "manager":
            page.goto("/learn/hostile")
            page.locator("section.hero button").click()
            page.goto("/learn/hostile/01-attacks")
            page.locator("section.quiz button.btn").click()
        drafted = draft_of_the_module(page) if who == "trainer" else []
        for path in [*paths, *drafted]:
            page.goto(path)
            page.evaluate("() => document.querySelectorAll('#content details').forEach(e => e.open = true)")
            page.evaluate(
                "() => document.querySelectorAll('#content .prose a, #content .prose [tabindex]')"
                ".forEach(e => { try { e.focus(); e.click() } catch {} })"
            )
            page.wait_for_timeout(150)
            mark = page.evaluate("() => window.__xss")
            if mark:
                marks.append(f"{path}: {mark}")
        context.close()
    return marks


def draft_of_the_module(page: Page) -> list[str]:
    """Adapt the module into a draft; return where its page is previewed, written in place, and shown to a reviewer."""
    page.goto("/author/drafts/new?from=hostile")
    page.locator("#content form:has([name=copy]) button").first.click()
    page.wait_for_url(re.compile(r"/author/drafts/[0-9a-f-]{36}"))
    editor = page.locator("#content a[href*='/pages/']").last.get_attribute("href") or ""
    preview = editor.replace("/pages/", "/preview/").replace("/en", "?language=en")
    page.goto(f"{editor.partition('/pages/')[0]}/reviewers")
    page.locator("#content form:has([name=days]) button").click()
    link = urlsplit(page.input_value("#address")).path
    return [preview, editor, f"{link}/01-attacks"]


def with_hostile_options(pack: Pack) -> Pack:
    """Put the attacks into the options behind the checker's back: it refuses tags there, and pages must hold alone."""
    document = pack.quizzes[0].document()
    for number, option in enumerate(document["items"][0]["options"]):
        option["text"] = {"en": ATTACKS[number][1]}
    return replace(pack, quizzes=(Quiz.from_document(document, pack.quizzes[0].digest),))


def write_pack(folder: Path) -> None:
    """Write a module that holds every attack in its text, title, alternative text and options."""
    module = folder / "modules" / "hostile"
    (module / "en").mkdir(parents=True)
    (module / "media").mkdir()
    (folder / "quizzes").mkdir()
    (module / "media" / "cover.svg").write_text(COVER, encoding="utf-8")
    short = json.dumps(ATTACKS[-1][1])
    (module / "module.toml").write_text(
        f'''uuid = "{uuid4()}"
version = "1.0"
languages = ["en"]
title.en = {short}
summary.en = {json.dumps(ATTACKS[0][1])}
minutes = 5
work_minutes = 0
cover = "cover.svg"

[[objectives]]
en = {short}

[[pages]]
name = "01-attacks"
required = true
minutes = 5

[media."cover.svg".alt]
en = {short}
''',
        encoding="utf-8",
    )
    text = "\n\n".join(value for _case, value in ATTACKS)
    (module / "en" / "01-attacks.md").write_text(
        f'+++\ntitle = {short}\n+++\n{text}\n\n```picture\nid = "p"\nfile = "cover.svg"\n'
        f'caption = {json.dumps(ATTACKS[1][1])}\n```\n\n```quiz\nid = "q"\nuse = "hostile"\n```\n',
        encoding="utf-8",
    )
    options = "\n".join(
        f'[[items.options]]\nid = "o{number}"\ntext.en = "Option {number}"\n'
        f'correct = {"true" if number == 0 else "false"}\nfeedback.en = "Words."'
        for number in range(len(ATTACKS))
    )
    (folder / "quizzes" / "hostile.toml").write_text(
        f'kind = "quiz"\nuuid = "{uuid4()}"\nversion = "1.0"\ntitle.en = "Questions"\npass_mark = 0.75\n\n'
        f'[[items]]\nid = "one"\nkind = "single-choice"\nstem.en = "Which?"\n{options}\n',
        encoding="utf-8",
    )
