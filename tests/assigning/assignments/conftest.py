"""What tests of assignments share: a fresh HR office."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from lms.kernel import ledger
from lms.kernel.clock import SetClock
from lms.kernel.ledger import Job
from lms.kernel.outbox import SENDING, WAITING, WRITTEN, Mail
from tests.assigning.assignments.office import Office
from tests.support.company import Company
from tests.support.mail_hours import any_hour
from tests.support.mailbox import Mailbox, mail_server


@pytest.fixture
def office(company: Company, clock: SetClock) -> Office:
    """Return the HR office of a fresh company whose mails go at any hour; the clock is put back afterwards."""
    any_hour(company)
    return Office(company)


@pytest.fixture
def server() -> Iterator[Mailbox]:
    """Return a mail server that takes everything."""
    with mail_server(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def only_our_mails(office: Office) -> None:
    """Settle what earlier tests on this installation have left: mails on their way, and those still to be written."""
    with office.database.writing() as session:
        session.execute(update(Mail).where(Mail.state.in_((WAITING, SENDING))).values(state=WRITTEN))
        session.execute(update(Job).where(Job.state == ledger.WAITING).values(state=ledger.DONE))
