"""The kinds of mail that people get, by name: which of them they can end, and which count against a week's budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l

INVITATION, REMINDER, NUDGE, ESCALATION = "invitation", "reminder", "nudge", "escalation"
DIGEST, RECALL, REPORT = "digest", "recall", "report"

LABELS: Final[Mapping[str, object]] = {
    INVITATION: _l("New curricula"),
    REMINDER: _l("Reminders of due dates"),
    DIGEST: _l("The weekly mail"),
    NUDGE: _l("Reminders of what has no due date"),
    RECALL: _l("Questions that come back"),
    ESCALATION: _l("To line managers: somebody is late"),
    REPORT: _l("Reports"),
}
"""What the kinds are called, in the order in which they are listed."""
MAY_END: Final = frozenset({NUDGE, RECALL, REPORT})
"""What whoever gets it can end; the rest is about what they are asked to do."""
CAPPED: Final = frozenset(LABELS) - {INVITATION}
"""What counts against the mails of a week and waits when they are used up."""
LETTERS: Final = frozenset({REMINDER, NUDGE, DIGEST})
"""What says reminders to the person themselves."""
