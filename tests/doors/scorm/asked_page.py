"""A plain page with the questions of a package on it: its one script, its one sheet, and a policy that forbids the rest."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response
from playwright.sync_api import Page

from lms.doors.scorm import looks
from lms.doors.scorm.questions.data import ICONS
from lms.doors.scorm.scripts import bundle
from tests.doors.scorm.asked_engine import sources

ROOT: Final = Path(__file__).parents[3]
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM: Final = os.environ.get("LMS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
SWITCHES: Final = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
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
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/css/page.css">'
        f'</head><body>{looks.sprite(frozenset(ICONS))}<main class="read"><header class="read-head"><h1>A page</h1></header>'
        '<div id="root"></div></main><script src="/page.js"></script></body></html>'
    )

    @app.get("/")
    def page() -> Response:
        return Response(html, headers={"Content-Security-Policy": POLICY})

    @app.get("/<path:name>")
    def file(name: str) -> Response:
        if name.startswith("fonts/"):
            return Response(looks.fonts()[name], mimetype="font/woff2")
        if name.startswith("media/"):
            return Response((ROOT / "quizzes" / "media" / "arrival.svg").read_bytes(), mimetype="image/svg+xml")
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
        """Return what has the focus, as "input:value"."""
        return str(self.page.evaluate("`${document.activeElement.tagName.toLowerCase()}:${document.activeElement.value ?? ''}`"))
