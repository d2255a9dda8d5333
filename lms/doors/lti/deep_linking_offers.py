"""What somebody may put into a course of theirs: modules with their pages and quizzes, curricula, tools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.assigning.curricula import choosing
from lms.catalog import shelf
from lms.catalog.words import composed
from lms.doors.lti import grades
from lms.kernel.permissions import Actor
from lms.learning.in_hand import InHand, shelf_in_hand
from lms.tools.inputs import newest_on_shelf
from lms.web.languages import local

LONGEST_TEXT: Final = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be put into a course. `target`: what a link to it says; `title`, `text`: for people there."""

    target: str
    title: str
    text: str = ""

    @property
    def is_scored(self) -> bool:
        """Return whether a result comes of it."""
        return grades.takes_score(self.target)


@dataclass(frozen=True, slots=True)
class Group:
    """Offers that stand together: `whole` first (None where there is no such thing), then `parts` of it. `note`: what
    choosing one of them means."""

    heading: str
    whole: Offer | None
    parts: tuple[Offer, ...]
    note: str = ""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Return all of them."""
        return (*((self.whole,) if self.whole else ()), *self.parts)


def groups(session: Session, actor: Actor, words: str = "") -> list[Group]:
    """Return what there is, in the reader's language; with `words` only what has all of them in its texts."""
    every = [*_modules(session, actor), *_curricula(session, actor), *_tools(session, actor)]
    wanted = _folded(words).split()
    return [found for each in every if (found := _with_words(each, wanted)) is not None]


def chosen(every: Iterable[Group], targets: Iterable[str]) -> list[Offer]:
    """Return the offers of these targets, in the order of the page; what is not offered is left out."""
    wanted = set(targets)
    return [offer for group in every for offer in group.offers if offer.target in wanted]


def _modules(session: Session, actor: Actor) -> list[Group]:
    hands = [hand for hand in shelf_in_hand(session, actor) if hand.module.withdrawn_at is None]
    return [_module(session, actor, hand) for hand in hands]


def _module(session: Session, actor: Actor, hand: InHand) -> Group:
    title = local(hand.document["title"])
    whole = Offer(f"module:{hand.slug}", title, local(hand.document.get("summary") or {})[:LONGEST_TEXT])
    parts: list[Offer] = []
    for page in hand.contents:
        of = f"{hand.slug}/{page.name}"
        parts.append(Offer(f"page:{of}", local(page.title), title))
        blocks = _quiz_blocks(session, actor, hand, page.name)
        parts += [Offer(f"quiz:{of}/{id}", f"{local(page.title)}: {name}", title) for id, name in blocks]
    return Group(title, whole, tuple(parts))


def _quiz_blocks(session: Session, actor: Actor, hand: InHand, page: str) -> list[tuple[str, str]]:
    found = shelf.page(session, actor, hand.version.id, page, "en")
    blocks: Sequence[Any] = found.document["blocks"] if found is not None else ()
    return [(block["id"], _("the questions")) for block in blocks if block["kind"] == "quiz"]


def _curricula(session: Session, actor: Actor) -> list[Group]:
    parts = [
        Offer(f"curriculum:{each.id}", local(each.title), local(each.summary)[:LONGEST_TEXT])
        for each in choosing.published(session, actor)
    ]
    note = _("Whoever opens one in your course as a learner is given it here, without a due date and without a mail.")
    return [Group(_("Curricula"), None, tuple(parts), note)] if parts else []


def _tools(session: Session, actor: Actor) -> list[Group]:
    calculators, off = newest_on_shelf(session, actor)
    parts = [
        Offer(f"tool:{each.name}", local(dict(each.title)), local(dict(each.question)))
        for each in calculators
        if each.name not in off
    ]
    return [Group(_("Tools"), None, tuple(parts))] if parts else []


def _with_words(group: Group, wanted: Sequence[str]) -> Group | None:
    """Return a group with the offers that hold every word; all of it where its own texts do."""
    if not wanted or (group.whole is not None and _holds(group.whole, wanted)):
        return group
    parts = tuple(each for each in group.parts if _holds(each, wanted, heading=group.heading))
    return replace(group, parts=parts) if parts else None


def _holds(offer: Offer, wanted: Sequence[str], heading: str = "") -> bool:
    text = _folded(f"{offer.title} {offer.text} {heading}")
    return all(word in text for word in wanted)


def _folded(text: str) -> str:
    return composed(text[:LONGEST_TEXT]).casefold()
