"""A plain page with the questions of a package: its one script, its one sheet, and a policy that forbids the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response
from flask_babel import force_locale
from playwright.sync_api import Browser, BrowserContext, Page

from lms.doors.scorm import looks
from lms.doors.scorm.questions.data import ICONS, quiz_data
from lms.doors.scorm.questions.words import words
from lms.doors.scorm.scripts import bundle
from lms.packs.model import Quiz
from lms.questions.scoring import score_item
from lms.web import languages
from tests.doors.scorm.asked_engine import sources
from tests.doors.scorm.asked_tries import a_quiz, every_kind, topical
from tests.support.serving import served

ROOT: Final = Path(__file__).parents[3]
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
ENTRY: Final = """
import { mountQuiz, resultIn } from "./scorm/scorm-quiz.js";

window.told = { states: [], results: [] };
window.mounted = null;
window.resultIn = resultIn;
window.mount = (given) => {
  window.mounted?.destroy();
  window.mounted = mountQuiz({
    ...given,
    root: document.querySelector("#root"),
    onChange: (state) => window.told.states.push(state),
    onResult: (result) => window.told.results.push(result),
    chance: () => 0.42,
  });
};
"""


def page_app() -> Flask:
    """Return an application that serves the page, its files and nothing else."""
    app = Flask(__name__, static_folder=None)
    script = bundle({**sources(), "page.js": ENTRY}, "page.js")
    files = {"page.js": (script, "text/javascript"), "css/page.css": (looks.sheet(), "text/css")}
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Questions</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/css/page.css"></head><body>'
        f"{looks.sprite(frozenset(ICONS))}"
        '<main class="read"><header class="read-head"><h1>A page</h1></header><div id="root"></div></main>'
        '<script src="/page.js"></script></body></html>'
    )

    @app.get("/")
    def page() -> Response:
        return Response(html, headers={"Content-Security-Policy": POLICY})

    @app.get("/<path:name>")
    def file(name: str) -> Response:
        if name.startswith("fonts/"):
            return Response(looks.fonts()[name], mimetype="font/woff2")
        if name.startswith("media/"):
            return Response((ROOT / "quizzes" / "media" / "three-desks.svg").read_bytes(), mimetype="image/svg+xml")
        if name == "favicon.ico":
            return Response(status=204)
        content, kind = files[name]
        return Response(content, mimetype=kind)

    return app


class Desk:
    """Somebody at the page: questions put on it, answered and looked at."""

    def __init__(self, page: Page, words: Callable[[str], dict[str, Any]]) -> None:
        """`words`: those of a language."""
        self.page, self._words = page, words

    def mount(self, data: dict[str, Any], state: str = "", language: str = "en") -> None:
        """Put a block's questions on the page, in place of those before."""
        given = {"data": data, "state": state, "language": language, "words": self._words(language)}
        self.page.evaluate("(given) => window.mount(given)", json.loads(json.dumps(given)))

    @property
    def state(self) -> str:
        """Return what was told to be kept last; "" for nothing."""
        return str(self.page.evaluate("window.told.states.at(-1) ?? ''"))

    @property
    def results(self) -> list[dict[str, Any]]:
        """Return every result that was told."""
        return list(self.page.evaluate("window.told.results"))

    def press(self, *keys: str) -> None:
        """Press one key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def focus(self) -> str:
        """Return what has the focus, as "INPUT:value"."""
        return str(self.page.evaluate("(({ tagName, value }) => `${tagName}:${value ?? ''}`)(document.activeElement)"))


Seated = Callable[..., Desk]


@contextmanager
def desks(browser: Browser) -> Iterator[Seated]:
    """Yield a maker of desks, `made(width=360, dark=True)`; afterwards none may have met an error or a breach."""
    problems: list[str] = []
    contexts: list[BrowserContext] = []
    with served(page_app()) as address:

        def made(width: int = 1280, *, dark: bool = False) -> Desk:
            size: Any = {"width": width, "height": 800}
            scheme: Any = "dark" if dark else "light"
            context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
            page.goto(address)
            return Desk(page, spoken)

        yield made
        for context in contexts:
            context.close()
    assert not problems, problems


@cache
def speaking() -> Flask:
    """Return an application that knows the languages and nothing else."""
    made = Flask("lms", root_path=str(languages.__file__).removesuffix("web/languages.py"))
    languages.install(made)
    return made


@contextmanager
def spoken_in(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    with speaking().test_request_context(), force_locale(language):
        yield


def spoken(language: str) -> dict[str, Any]:
    """Return the words of a language."""
    with spoken_in(language):
        return {**words()}


def asked(quiz: Quiz, language: str = "en") -> dict[str, Any]:
    """Return the questions as the page gets them; the picture of a hotspot has a size."""
    data: Any = quiz_data(
        quiz.document(), language, id="check", pages={"page-0": "The first page", "page-1": "The second page"}
    )
    for item in data["items"]:
        if item["kind"] == "hotspot":
            item |= {"size": [800, 400], "list_first": False}
            for at, region in enumerate(item["regions"]):
                place = {"x": 60 + 240 * at, "y": 120, "width": 160, "height": 160}
                region |= {"tag": "rect", "numbers": place, "badge": [(140 + 240 * at) / 800, 0.5, 0]}
    return dict(data)


def whole_quiz(**rules: Any) -> Quiz:
    """Return a quiz with one question of each kind, in the order they are written."""
    items = every_kind()
    return a_quiz(items, topical(items, None), shuffle=False, **rules)


def fits(page: Page) -> bool:
    """Return whether nothing reaches beyond the window on the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def walk(desk: Desk) -> None:
    """Answer one question of each kind right, by keyboard alone; each also says how sure."""
    page = desk.page

    def at(kind: str) -> str:
        return f"#check-{next(item.id for item in every_kind() if item.kind == kind)}"

    def tick(kind: str, *values: str) -> None:
        for value in values:
            page.locator(f"{at(kind)} input[value='{value}']").first.focus()
            desk.press("Space")

    right = {item.kind: score_item(item, None).key for item in every_kind()}
    tick("single-choice", str(right["single-choice"]))
    page.locator(f"{at('number')} input").first.focus()
    page.keyboard.type(f"{right['number']:g}")
    tick("multiple-choice", *right["multiple-choice"])  # type: ignore[misc]
    order = list(right["order"])  # type: ignore[arg-type]
    for place, part in enumerate(order):
        lines = page.locator(f"{at('order')} li")
        while [line.get_attribute("data-part") for line in lines.all()][place] != part:
            page.locator(f"{at('order')} li[data-part='{part}'] [data-move='-1']").focus()
            desk.press("Enter")
    tick("scale", "4")
    for row, column in right["matrix"].items():  # type: ignore[union-attr]
        page.locator(f"{at('matrix')} input[data-row='{row}'][value='{column}']").focus()
        desk.press("Space")
    page.locator(f"{at('short-text')} input").first.focus()
    page.keyboard.type("nps")
    for pair, answer in right["matching"].items():  # type: ignore[union-attr]
        page.locator(f"{at('matching')} select[data-row='{pair}']").focus()
        page.locator(f"{at('matching')} select[data-row='{pair}']").select_option(str(answer))
    for place, part in enumerate(right["ranking"], 1):  # type: ignore[arg-type]
        page.locator(f"{at('ranking')} li[data-part='{part}'] select").select_option(str(place))
    tick("hotspot", *right["hotspot"])  # type: ignore[misc]
    for level in page.locator("fieldset.sure").all():
        level.locator("input[value=sure]").focus()
        desk.press("Space")
