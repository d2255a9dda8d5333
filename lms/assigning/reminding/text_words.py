"""What the texts of mails are called, when each goes, what their slots stand for, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.reminding import words
from lms.assigning.reminding.words import TEXTS, BadWords
from lms.kernel.outbox import LONGEST_SUBJECT

NAMES: Final[Mapping[str, object]] = {
    "invitation": _l("First mail"),
    "before": _l("Before the due date"),
    "due": _l("On the due date"),
    "after": _l("After the due date"),
    "round": _l("Without a due date"),
    "several": _l("Several at once"),
    "escalation": _l("To the line manager"),
    "recall": _l("Questions that come back"),
}
WHEN: Final[Mapping[str, object]] = {
    "invitation": _l("an hour after something was assigned"),
    "before": _l("each step before the due date"),
    "due": _l("on the day, where it is not finished"),
    "after": _l("each step after the due date"),
    "round": _l("now and then, while it is open"),
    "several": _l("where a mail tells of more than one curriculum: the weekly mail, mostly"),
    "escalation": _l("once, to the line manager of whoever is late"),
    "recall": _l("when questions of finished modules wait"),
}
SLOTS: Final[Mapping[str, object]] = {
    "name": _l("the reader’s name"),
    "company": _l("your organisation"),
    "title": _l("the curriculum"),
    "progress": _l("how far the reader is, in a sentence"),
    "link": _l("the address of their page"),
    "day": _l("the due date"),
    "in_days": _l("how far away it is: “in 3 days”"),
    "given": _l("who has given it, in a sentence"),
    "time": _l("how long it takes, in a sentence"),
    "opens": _l("the day it opens, where that is later"),
    "due": _l("by when it is due, in a sentence"),
    "count": _l("how many there are"),
    "list": _l("one line for each"),
    "questions": _l("how many questions wait, as a heading"),
    "part": _l("how many questions wait, in a sentence"),
}
"""What each slot stands for."""
TONGUES: Final[Mapping[str, str]] = {"en": "English", "da": "Dansk", "sv": "Svenska"}


def problem(key: str, bad: BadWords) -> str:
    """Return what is wrong with words of one's own, with the slot and what to do about it."""
    slots = ", ".join(f"{{{slot}}}" for slot in TEXTS[key].slots)
    said = f"{{{bad.slot}}}"
    longest = LONGEST_SUBJECT if bad.field == words.SUBJECT else words.LONGEST
    return {
        words.UNKNOWN: lambda: _(
            "%(slot)s is no slot of this text. Take it out, or use one of %(slots)s.", slot=said, slots=slots
        ),
        words.BRACE: lambda: _("A { or } stands alone. A slot is a name between the two: {name}."),
        words.NEEDED: lambda: _("%(slot)s is missing. Without it the reader cannot do anything; put it in.", slot=said),
        words.EMPTY: lambda: _("Write something, or go back to the original text."),
        words.TOO_LONG: lambda: _("At most %(num)d characters.", num=longest),
        words.LINES: lambda: _("A subject is one line."),
    }[bad.why]()
