"""The demo company's reminders: a ladder of its own, and a weekly mail that has gone, so that no page is empty."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from lms.assigning.reminding.models import Reminder, ReminderLadder
from lms.kernel.outbox import FAILED, WRITTEN, Mail
from tests.demo.conftest import Loaded


def test_last_weeks_mail_has_gone_and_one_address_was_refused(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        assert session.scalar(select(ReminderLadder.assignment_id)) is not None
        said = session.execute(select(Mail.state, Reminder.step).join(Reminder, Reminder.letter == Mail.about)).all()
        states = Counter(state for state, _step in said)
    assert {step for _state, step in said} == {"before-49"}
    assert (states[FAILED], states[WRITTEN] > 20) == (1, True)
