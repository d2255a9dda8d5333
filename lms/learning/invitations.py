"""Where a module invites to something that has a page of its own: a self-assessment, a decision drill."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.permissions import Actor
from lms.learning.in_hand import InHand


def invitation(session: Session, actor: Actor, hand: InHand, kind: str, name: str) -> tuple[str, str] | None:
    """Return (page, block) of the first block of that kind that uses `name`; None where the module has none."""
    for page in hand.contents:
        found = shelf.page(session, actor, hand.version.id, page.name, "en")
        for block in found.document["blocks"] if found else []:
            if block["kind"] == kind and block["data"]["use"] == name:
                return page.name, block["id"]
    return None
