"""The demo company's curriculum: the library's start of two, changed so that the second module is optional."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from lms.assigning.curricula import keeping
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.plan import FORTNIGHT, Item, Section
from lms.assigning.curricula.shelf import OnShelf, shelf
from lms.demo.days import morning, today_in
from lms.kernel.permissions import Actor

TITLE: Final = {
    "en": "Customer-centric leadership",
    "da": "Kundeorienteret ledelse",
    "sv": "Kundorienterat ledarskap",
}
SUMMARY: Final = {
    "en": "What your customers are worth, what losing them costs, and what you do about it on Monday.",
    "da": "Hvad jeres kunder er værd, hvad det koster at miste dem, og hvad du gør ved det på mandag.",
    "sv": "Vad era kunder är värda, vad det kostar att förlora dem, och vad du gör åt det på måndag.",
}
PUBLISHED_DAYS_AGO: Final = 40
BEGUN_FROM: Final = UUID("019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d81")
"""The start of two among the library's curricula; its guide and letters stand beside the curriculum."""
REQUIRED, OPTIONAL = "loyalty-economics", "moments-of-truth"


def publish(session: Session, hr: Actor, language: str, now: datetime) -> UUID | None:
    """Publish it, and return its id; None where the library holds nothing."""
    items = _items(shelf(session, hr))
    if not items:
        return None
    at = morning(today_in(now) - timedelta(days=PUBLISHED_DAYS_AGO))
    document = Document(TITLE, SUMMARY, (Section(items),))
    made = keeping.create(session, hr, document, at, begun_from=BEGUN_FROM)
    keeping.publish(session, hr, made, language, at + timedelta(minutes=20))
    return made.id


def _items(modules: Mapping[UUID, OnShelf]) -> tuple[Item, ...]:
    """Return what the company asks for: one module required and one optional; all of a library that holds neither."""
    named = {each.slug: id for id, each in modules.items()}
    if REQUIRED not in named:
        return tuple(Item(module) for module in modules)
    second = [Item(named[OPTIONAL], required=False, opens_after_days=FORTNIGHT)] if OPTIONAL in named else []
    return (Item(named[REQUIRED]), *second)
