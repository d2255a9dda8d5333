"""The demo company's curriculum: the whole library, in the order in which its modules build on one another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from lms.assigning.curricula import keeping
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.plan import Item, Section
from lms.assigning.curricula.shelf import shelf
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


def publish(session: Session, hr: Actor, language: str, now: datetime) -> UUID | None:
    """Publish it, and return its id; None where the library holds nothing."""
    modules = shelf(session, hr)
    if not modules:
        return None
    at = morning(today_in(now) - timedelta(days=PUBLISHED_DAYS_AGO))
    document = Document(TITLE, SUMMARY, (Section(tuple(Item(module) for module in modules)),))
    made = keeping.create(session, hr, document, at)
    keeping.publish(session, hr, made, language, at + timedelta(minutes=20))
    return made.id
