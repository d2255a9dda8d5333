"""What tests of reminders share: an HR office whose mails go at any hour, each when it is due."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from lms.kernel.clock import SetClock
from lms.kernel.outbox import SENDING, WAITING, WRITTEN, Mail
from tests.assigning.reminding.desk import Desk
from tests.support.company import Company
from tests.support.mail_hours import any_hour
from tests.support.mailbox import Mailbox, mail_server


@pytest.fixture
def desk(company: Company, clock: SetClock) -> Desk:
    """Return the desk of a fresh company, with nobody else's mails waiting; the clock is put back afterwards."""
    any_hour(company)
    with company.installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.state.in_((WAITING, SENDING))).values(state=WRITTEN))
    return Desk(company)


@pytest.fixture
def server() -> Iterator[Mailbox]:
    """Return a mail server that takes everything."""
    with mail_server(Mailbox()) as mailbox:
        yield mailbox
