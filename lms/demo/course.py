"""The module the company began with, as its history needs it: its pages with questions and self-assessments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Actor
from lms.learning.in_hand import Contents, InHand, shelf_in_hand
from lms.packs.instruments import Instrument
from lms.packs.model import Quiz

BEGAN_WITH: Final = "loyalty-economics"


@dataclass(frozen=True)
class SetQuiz:
    """A quiz where it stands on a page."""

    block: str
    row: QuizVersion
    quiz: Quiz


@dataclass(frozen=True)
class SetInstrument:
    """A self-assessment a page invites to."""

    row: QuizVersion
    instrument: Instrument


@dataclass(frozen=True)
class Page:
    """One page of the course."""

    contents: Contents
    quizzes: Sequence[SetQuiz]
    instruments: Sequence[SetInstrument]

    @property
    def name(self) -> str:
        """Return the page's name."""
        return self.contents.name


@dataclass(frozen=True)
class Course:
    """A module in hand, its pages in order."""

    hand: InHand
    pages: Sequence[Page]

    @property
    def required(self) -> frozenset[str]:
        """Return the names of the pages that count."""
        return frozenset(page.name for page in self.pages if page.contents.required)


def first_course(session: Session, actor: Actor) -> Course | None:
    """Return the module they began with, or the first on the actor's shelf; None where the shelf is empty."""
    hands = shelf_in_hand(session, actor)
    if not hands:
        return None
    hand = next((each for each in hands if each.slug == BEGAN_WITH), hands[0])
    return Course(hand, [_page(session, actor, hand, contents) for contents in hand.contents])


def _page(session: Session, actor: Actor, hand: InHand, contents: Contents) -> Page:
    found = shelf.page(session, actor, hand.version.id, contents.name, "en")
    uses: dict[str, list[tuple[str, QuizVersion]]] = {}
    for block in found.document["blocks"] if found is not None else ():
        row = shelf.quiz_version(session, actor, hand.version.id, str(block["data"].get("use", "")))
        if row is not None:
            uses.setdefault(block["kind"], []).append((block["id"], row))
    return Page(
        contents,
        [SetQuiz(block, row, shelf.quiz(session, row.id)) for block, row in uses.get("quiz", [])],
        [SetInstrument(row, shelf.instrument(session, row.id)) for _block, row in uses.get("self-assessment", [])],
    )
