"""The blocks of a draft's page as a learner would see them, without a learner: nothing is begun, kept or stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from lms.packs.blocks import Block
from lms.packs.companions import check_companion
from lms.packs.media import Medium
from lms.packs.model import Quiz
from lms.packs.page_text import PageText
from lms.packs.pages import read_page
from lms.packs.problems import Findings, Problem
from lms.people.models import Organisation
from lms.studio.editing.preview import Preview, preview
from lms.studio.pages.clips import filled_clip
from lms.studio.pages.places import Place
from lms.studio.pages.uses import Uses
from lms.tools.showing import ShownCalculator
from lms.web.context import db
from lms.web.forms import Confirmation
from lms.web.languages import language

OWN: Final = (
    "calculator", "clip", "drill", "exercise", "picture", "promise", "quiz", "reflect", "self-assessment",
)  # fmt: skip
"""Kinds that are drawn by a template of this room; all others need nothing beyond the block itself."""


@dataclass
class Drawn(ShownCalculator):
    """A calculator nobody has put a number into. `money`: the currency, which a reader without an account has not."""

    money: str = ""

    @cached_property
    def currency(self) -> str:
        """Return the organisation's currency."""
        return self.money


@dataclass(frozen=True)
class Tried:
    """A quiz that is tried on the spot: its questions, each with what was answered and how that did."""

    quiz: Quiz
    items: list[Preview]
    asked: bool


@dataclass(frozen=True)
class DrawnPage:
    """A page as it reads now. `text` None while its head is beyond reading; then `problems` say why."""

    place: Place
    text: PageText | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    money: str
    sent: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def uses(self) -> Uses:
        """Return what its blocks stand for."""
        return Uses(self.place)

    @property
    def try_at(self) -> str:
        """Return where answers to a quiz are tried."""
        place = self.place
        return url_for("pages.preview", draft=place.draft.id, page=place.page, language=place.language)

    def media_at(self, name: str) -> str:
        """Return where a file among the draft's pictures and clips is shown."""
        return media_address(self.place, name)

    def address_of(self, medium: Medium) -> str:
        """Return where a picture of the draft is shown."""
        return media_address(self.place, medium.name)

    def html(self) -> Markup:
        """Return its blocks, in the language of the request."""
        blocks = self.text.blocks if self.text is not None else ()
        return Markup("\n").join(Markup(self.block(each)) for each in blocks)  # noqa: S704  - rendered by our templates

    def block(self, block: Block) -> str:
        """Return one block."""
        name = f"studio/pages/blocks/{block.kind}.html" if block.kind in OWN else f"learning/blocks/{block.kind}.html"
        filled = self._filled(block)
        if block.use is not None and filled is None:
            name = "studio/pages/blocks/missing.html"
        told = {"block": block, "filled": filled, "form": Confirmation(), "page": self, "place": self.place}
        return render_template(name, **told)

    def _filled(self, block: Block) -> Any:
        if block.use is not None and block.kind == "calculator":
            calculator = self.uses.calculator(block.use)
            return Drawn(calculator, {}, {}, money=self.money) if calculator is not None else None
        if block.use is not None:
            found = self.uses.questions(block.use)
            return self._tried(block, found) if isinstance(found, Quiz) else found
        if block.kind == "clip":
            return filled_clip(self.uses, block)
        if block.kind == "video":
            organisation = db().get(Organisation, self.place.draft.organisation_id)
            return organisation is not None and organisation.outside_video
        return self.uses.medium(block.data["file"]) if block.kind == "picture" else None

    def _tried(self, block: Block, quiz: Quiz) -> Tried:
        asked = self.sent.get("quiz") == block.id
        sent = MultiDict(self.sent) if asked else None
        return Tried(quiz, [preview(item, language(), None, sent, tried=asked) for item in quiz.items], asked)


def drawn(place: Place, money: str, *, clean: bool = True, sent: Mapping[str, str] | None = None) -> DrawnPage:
    """Read a page as it is kept now. `clean=False` leaves HTML in it: for the test of the browser's policy alone."""
    findings = Findings()
    source = read_page(place.path, place.text, findings, clean=clean)
    text = source.text if source is not None else None
    if source is not None and place.companion:
        check_companion(place.companion, {place.language: source}, findings)
    return DrawnPage(place, text, tuple(sorted(findings.problems)), tuple(findings.notes), money, sent=sent or {})


def media_address(place: Place, name: str = "") -> str:
    """Return where the pictures of a draft are taken in, or where one of them is shown."""
    return "/".join(filter(None, (url_for("drafts.outline", draft=place.draft.id), "media", name)))
