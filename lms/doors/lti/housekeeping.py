"""What LTI's retention times ask for: used launches and addresses that are over go."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from lms.doors.lti.models import LtiInvitation, LtiNonce
from lms.kernel.jobs import JOB, Work, job


@job("lti.forget", every=timedelta(hours=1), allowed=JOB, label=_l("Forget launches from platforms that are over"))
def forget(work: Work) -> None:
    """Delete what can no longer be used. Each is small: one portion does."""
    with work.last() as session:
        session.execute(delete(LtiNonce).where(LtiNonce.expires_at < work.now()))
        session.execute(delete(LtiInvitation).where(LtiInvitation.expires_at < work.now()))
