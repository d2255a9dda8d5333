"""What an activity of a platform leads to: "module:SLUG", "page:SLUG/PAGE", "quiz:SLUG/PAGE/BLOCK", "curriculum:ID",
"tool:NAME" or "home". Nothing chosen is home; what is not there, or not open to this person, is None; who comes as
a learner is then given a curriculum by `giving`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import url_for
from sqlalchemy.orm import Session

from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, NotFound
from lms.learning.in_hand import InHand, module_in_hand
from lms.learning.plans import given_to
from lms.tools.inputs import named

HOME: Final = "home"


def path_of(session: Session, actor: Actor, target: str) -> str | None:
    """Return the address here that a target leads this person to, or None."""
    kind, _colon, place = (target or HOME).partition(":")
    find = _KINDS.get(kind)
    if find is None or (kind != HOME and not place):
        return None
    try:
        return find(session, actor, place)
    except NotFound:
        return None


def _home(_session: Session, _actor: Actor, _place: str) -> str | None:
    return url_for("learning.home")


def _module(session: Session, actor: Actor, place: str) -> str | None:
    return url_for("learning.module", slug=module_in_hand(session, actor, place).slug)


def _page(session: Session, actor: Actor, place: str) -> str | None:
    slug, _slash, page = place.partition("/")
    hand = module_in_hand(session, actor, slug)
    return url_for("learning.page", slug=slug, name=page) if _has(hand, page) else None


def _quiz(session: Session, actor: Actor, place: str) -> str | None:
    parts = place.split("/")
    if len(parts) != 3:  # noqa: PLR2004 - module, page and block
        return None
    slug, page, block = parts
    hand = module_in_hand(session, actor, slug)
    return url_for("learning.page", slug=slug, name=page, _anchor=block) if _has(hand, page) else None


def _curriculum(session: Session, actor: Actor, place: str) -> str | None:
    identity = read_id(place)
    given = any(each.curriculum_id == identity for each in given_to(session, actor))
    return url_for("learning.curriculum", identity=identity) if given else None


def _tool(session: Session, actor: Actor, place: str) -> str | None:
    return url_for("tools.tool", name=named(session, actor, place).name)


def _has(hand: InHand, page: str) -> bool:
    return hand.page(page) is not None or any(each.name == page for each in hand.companions)


_KINDS: Final[Mapping[str, Callable[[Session, Actor, str], str | None]]] = {
    HOME: _home,
    "module": _module,
    "page": _page,
    "quiz": _quiz,
    "curriculum": _curriculum,
    "tool": _tool,
}
