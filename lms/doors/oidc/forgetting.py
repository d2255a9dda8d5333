"""What single sign-on forgets: states and requests to sign out that would be too old to be taken anyway."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from lms.doors.oidc.models import OidcUse
from lms.kernel.jobs import JOB, Work, job

MOST = 2_000


@job("oidc.forget", every=timedelta(hours=1), allowed=JOB, label=_l("Forget sign-ins at providers that are over"))
def forget(work: Work) -> None:
    """Delete what is over, a portion at a time: in an hour there is seldom more than one."""
    old = select(OidcUse.token_hash).where(OidcUse.until <= work.now()).limit(MOST)
    with work.last() as session:
        session.execute(delete(OidcUse).where(OidcUse.token_hash.in_(old)))
