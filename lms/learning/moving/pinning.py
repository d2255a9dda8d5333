"""A module in hand as its enrolment is pinned now, whatever another tab did since it was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion
from lms.learning.in_hand import InHand
from lms.learning.models import Enrolment


def pinned(session: Session, hand: InHand, enrolment: Enrolment) -> InHand:
    """Return `hand` with the newest minor of the enrolment's major; it asks nothing where that is in hand already."""
    if hand.version.major == enrolment.major:
        return hand
    return replace(hand, version=edition_of(session, hand, enrolment.major), enrolment=enrolment)


def edition_of(session: Session, hand: InHand, major: Any) -> ModuleVersion:
    """Return the newest minor of a major of the module in hand."""
    of_module = select(ModuleVersion).join(Module, shelf.newest(major)).where(Module.id == hand.module.id)
    return session.scalars(of_module).one()
