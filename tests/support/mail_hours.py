"""A company whose mails go at any hour of any day, so that a test of something else need not wait for Monday."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.assigning.reminding.calendars import AT_ONCE
from lms.assigning.reminding.models import MailRule
from tests.support.company import Company


def any_hour(company: Company, *, most_a_week: int = 14, digest_day: int = AT_ONCE) -> None:
    """Let the company's mails go whenever they are due, each at once."""
    with company.installation.database.writing() as session:
        settle(session, company, most_a_week=most_a_week, digest_day=digest_day, working_days="0123456", quiet_from=0)


def settle(session: Session, company: Company, **values: object) -> None:
    """Settle when the company's mails may go; `quiet_until` follows `quiet_from` unless it is said."""
    rule = session.get(MailRule, company.organisation.id)
    if rule is None:
        rule = MailRule(organisation_id=company.organisation.id, changed_at=company.installation.clock.now())
        session.add(rule)
    if "quiet_from" in values:
        values = {"quiet_until": values["quiet_from"], **values}
    for name, value in values.items():
        setattr(rule, name, value)
