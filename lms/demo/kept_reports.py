"""Reports that the demo company's HR keeps under a name: one for all of HR that comes by mail, one for herself."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from sqlalchemy.orm import Session

from lms.assigning.report_files import kept, scheduling
from lms.assigning.report_files.models import HR
from lms.assigning.report_files.rhythm import WEEK, Rhythm
from lms.assigning.reports.asking import MODULES, Filters, Question
from lms.kernel.permissions import Actor

FRIDAYS: Final = Rhythm(WEEK, 4, time(7, 30))
FOR_THE_BOARD: Final = "Til ledelsesmødet om fredagen"
BY_MODULE: Final = "Moduler, de fleste forsinkede først"
"""In the language of the company."""


def keep(session: Session, personnel: Actor, now: datetime) -> None:
    """Keep both, and have the first one mailed on Fridays."""
    first = kept.keep(session, personnel, FOR_THE_BOARD, Question(), now)
    kept.share(first, HR, [])
    scheduling.schedule(session, first, FRIDAYS, [], now)
    kept.keep(session, personnel, BY_MODULE, Question(filters=Filters(of=MODULES), order="-late"), now)
