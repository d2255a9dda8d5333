"""The pages of a package, written by the templates of the player, in every language it is wanted in.

They are written in a request of their own, in nobody's name: what is on them is the same for everybody. Where a
template of the player asks for an address here, a package has none: what needs the server says so instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Flask
from flask.templating import Environment
from jinja2 import TemplateNotFound
from markupsafe import Markup

from lms.calculators.declared import Calculator
from lms.doors.scorm.choice import Choice
from lms.doors.scorm.links import led_right
from lms.doors.scorm.questions.data import quiz_data
from lms.doors.scorm.questions.words import words as words_of_questions
from lms.doors.scorm.taking import Published
from lms.doors.scorm.words import words
from lms.learning.in_hand import Contents
from lms.tools.printed import harmless
from lms.tools.showing import ShownCalculator
from lms.tools.written_once import unkept
from lms.web.languages import LANGUAGES, local, speak

OWN: Final = "scorm/blocks"
PLAYERS: Final = "learning/blocks"
ASKED: Final = ("quiz", "self-assessment", "drill")
"""The kinds of block whose questions are put in the browser."""


Tell = Callable[[str], None]


class NeedsServer(Exception):
    """A template asks for an address that only an installation has."""


@dataclass(frozen=True)
class Hand:
    """The module as the player's templates have it in hand."""

    document: Mapping[str, Any]
    slug: str
    version: Any
    contents: Sequence[Contents]


@dataclass(frozen=True)
class Written:
    """What is written of a language: the frame around its pages, each page by name, and the words of the scripts."""

    language: str
    frame: str
    pages: Mapping[str, str]
    words: Mapping[str, Any]


def write(app: Flask, published: Published, choice: Choice, tell: Tell = lambda _language: None) -> list[Written]:
    """Return the pages in each language of the choice; `tell` is told each language that is written."""
    written: list[Written] = []
    with _alone(app, choice):
        environment = _environment(app)
        for language in choice.languages:
            written.append(_Writer(environment, published, choice, language).written())
            tell(language)
    return written


def skeleton(app: Flask, choice: Choice, **given: Any) -> str:
    """Return the one HTML file of a package around what was written."""
    with _alone(app, choice):
        speak(choice.languages[0])
        return _environment(app).get_template("scorm/index.html").render(choice=choice, spoken=LANGUAGES, **given)


@contextmanager
def _alone(app: Flask, choice: Choice) -> Iterator[None]:
    """Work in a request that is nobody's, keeping nothing for other pages."""
    with app.test_request_context("/", base_url=choice.home or "http://localhost"), unkept():
        yield


def _environment(app: Flask) -> Environment:
    """Return the application's templates with the addresses of a package."""
    made = app.jinja_env.overlay()
    made.globals = {
        **app.jinja_env.globals,
        "url_for": _address,
        "asset": _nowhere,
        "icon_of": _icon,
        "csrf_token": str,
        "here": str,
        "visitor": lambda: None,
        "pictures_of": lambda _shown: None,
    }
    return made


def _address(endpoint: str, **given: Any) -> str:
    if endpoint != "catalog.medium":
        raise NeedsServer(endpoint)
    return f"media/{given['name']}"


def _nowhere(name: str) -> str:
    raise NeedsServer(name)


def _icon(name: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true"><use href="#icon-{}"></use></svg>').format(name)


class _Writer:
    """Writes one language of a module."""

    def __init__(self, environment: Environment, published: Published, choice: Choice, language: str) -> None:
        self._environment, self._published, self._choice, self._language = environment, published, choice, language
        listed = published.document["pages"]
        contents = [Contents(p["name"], p["title"], p["minutes"], p["required"], read=False) for p in listed]
        self._hand = Hand(published.document, published.module.slug, published.version, contents)

    def written(self) -> Written:
        """Return the frame and every page."""
        speak(self._language)
        names = [each.name for each in self._hand.contents]
        pages = {"": self._render("scorm/start.html"), **{name: self._page(name) for name in names}}
        return Written(
            self._language,
            self._render("scorm/frame.html", spoken=LANGUAGES),
            {name: led_right(html, self._hand.slug, names, self._choice.home) for name, html in pages.items()},
            {**words(), "asked": words_of_questions()},
        )

    def _render(self, template: str, **given: Any) -> str:
        document, choice = self._published.document, self._choice
        return self._environment.get_template(template).render(
            hand=self._hand,
            choice=choice,
            quizzes=document["quizzes"],
            required=sum(each.required for each in self._hand.contents),
            home=f"{choice.home}/learn/{self._hand.slug}" if choice.home else "",
            **given,
        )

    def _page(self, name: str) -> str:
        page = self._published.page(name, self._language)
        blocks = [self._block(each, page.document) for each in page.document["blocks"]]
        at = next(number for number, each in enumerate(self._hand.contents) if each.name == name)
        following = self._hand.contents[at + 1] if at + 1 < len(self._hand.contents) else None
        return self._render("scorm/page.html", page=page, blocks=blocks, at=at, following=following)

    def _block(self, block: dict[str, Any], page: Mapping[str, Any]) -> Markup:
        filled = self._filled(block)
        try:
            html = self._render(self._template(block["kind"]), block=block, filled=filled, page=page)
        except NeedsServer:  # a kind from elsewhere whose template knows nothing of packages
            html = self._render(f"{OWN}/elsewhere.html", block=block)
        return Markup(html)  # noqa: S704  - rendered by our templates

    def _template(self, kind: str) -> str:
        """Return where a kind's template for packages is, or the player's own."""
        for folder in (OWN, PLAYERS):
            try:
                return str(self._environment.get_template(f"{folder}/{kind}.html").name)
            except TemplateNotFound:
                continue
        return f"{OWN}/elsewhere.html"

    def _filled(self, block: dict[str, Any]) -> Any:
        kind = block["kind"]
        if kind == "calculator":
            return self._calculator(self._published.calculators[block["data"]["use"]])
        if kind in ASKED:
            row = self._published.quizzes[block["data"]["use"]]
            data = quiz_data(
                row.document,
                self._language,
                id=block["id"],
                pages={each.name: local(each.title) for each in self._hand.contents},
                calculators=self._published.calculators,
                currency=self._choice.currency,
            )
            return {"name": row.name, "data": Markup(harmless(_json(data)))}  # noqa: S704  - escaped for its element
        return self._choice.outside_video if kind == "video" else None

    def _calculator(self, calculator: Calculator) -> ShownCalculator:
        """Return a calculator with its example, and without the fact book, which it cannot reach."""
        bare = replace(calculator, inputs=tuple(replace(each, fact="") for each in calculator.inputs))
        shown = ShownCalculator(bare, {}, {})
        shown.currency = self._choice.currency
        return shown


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
