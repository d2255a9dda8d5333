"""What people's retention times ask for: sessions, devices and wrong tries are deleted when they no longer count."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from lms.kernel.jobs import JOB, Work, job
from lms.people.second_factor import challenges, pending, trusting
from lms.people.sessions import forget_expired
from lms.people.throttling import forget_old_tries


@job(
    "people.housekeeping",
    every=timedelta(minutes=15),
    allowed=JOB,
    label=_l("Forget sessions and wrong tries that are over"),
)
def keep_house(work: Work) -> None:
    """Delete what has expired. Each table is small: one portion does."""
    with work.last() as session:
        forget_expired(session, work.now())
        forget_old_tries(session, work.now())
        for table in (pending, trusting, challenges):
            table.forget_old(session, work.now())
