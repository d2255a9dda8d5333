"""What LTI's retention times ask for: used launches, addresses and choices of content that are over go."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from lms.doors.lti.models import LtiInvitation, LtiNonce
from lms.doors.lti.service_models import LtiChoice
from lms.kernel.jobs import JOB, Work, job


@job("lti.forget", every=timedelta(hours=1), allowed=JOB, label=_l("Forget launches from platforms that are over"))
def forget(work: Work) -> None:
    """Delete what can no longer be used. Each is small: one portion does."""
    with work.last() as session:
        for model in (LtiNonce, LtiInvitation, LtiChoice):
            session.execute(delete(model).where(model.expires_at < work.now()))
