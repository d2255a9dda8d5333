"""Lists that the demo company's HR keeps under a name, for all of HR."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from lms.assigning.roster import saving
from lms.assigning.roster.asking import Wanted
from lms.kernel.permissions import Actor

LISTS: Final = {
    "Uden ansættelsesdato": Wanted(show="no-hire-date", sort="department"),
    "Nyansatte": Wanted(sort="newest", columns=("department", "job", "manager", "hired")),
}
"""In the language of the company."""


def keep(session: Session, personnel: Actor, now: datetime) -> None:
    """Keep them."""
    for name, wanted in LISTS.items():
        saving.save(session, personnel, name, wanted, shared=True, now=now)
