"""What the demo company can show its board: customers lost, recommendation, what managers tried, groups' figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from lms.assigning.board.kinds import CHURN, NPS, TRIED, MeasureKind
from lms.assigning.board.measures import enter
from lms.assigning.group_results.publishing import draw, finish, keep, quarters_waiting
from lms.demo.days import today_in
from lms.kernel.permissions import Actor

YEARLY: Final[tuple[tuple[MeasureKind, int, tuple[int, ...], str], ...]] = (
    (CHURN, 3, (41_200, 4_120), "Billing system, private customers"),
    (CHURN, 2, (40_900, 3_980), "Billing system, private customers"),
    (CHURN, 1, (41_350, 3_760), "Billing system, private customers"),
    (NPS, 2, (210, 330, 180), "Yearly customer survey"),
    (NPS, 1, (236, 318, 166), "Yearly customer survey"),
)
"""Kind, years ago, counts in their order, source."""
ASKED: Final = (63, 41)


def show(session: Session, hr: Actor, now: datetime) -> None:
    """Enter the measures, and publish what groups answered in the quarters that are over."""
    today = today_in(now)
    for kind, ago, counts, source in YEARLY:
        year = today.year - ago
        enter(session, hr, kind, (date(year, 1, 1), date(year, 12, 31)), counts, source, today, now)
    autumn = date(today.year - 1, 11, 1), date(today.year - 1, 12, 31)
    enter(session, hr, TRIED, autumn, ASKED, "Anonymous question to all managers", today, now)
    for organisation, quarter in quarters_waiting(session, now):
        for drawn in draw(session, organisation, quarter, now):
            keep(session, drawn)
        finish(session, organisation, quarter, now)
