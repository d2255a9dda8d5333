"""What is said of questions that come back: the invitation, how long it takes, and the day of the next ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.learning.recall.at_hand import Invitation
from lms.practice import days
from lms.web.languages import local


@dataclass(frozen=True)
class ShownInvitation:
    """An invitation in the reader's language; `modules`: (id, title) of each that can be told to stop."""

    title: str
    takes: str
    modules: tuple[tuple[UUID, str], ...]


def invitation_in_words(invitation: Invitation | None) -> ShownInvitation | None:
    """Return an invitation in words; None where there is none."""
    if invitation is None:
        return None
    modules = tuple((id, local(title)) for id, title in invitation.modules)
    titles = format_list([title for _id, title in modules], locale=get_locale())
    return ShownInvitation(_title(invitation.number, titles), _takes(invitation.minutes), modules)


def _title(number: int, titles: str) -> str:
    if number == 1:
        words = _("One question from %(titles)s", titles=titles)
    elif number == 2:  # noqa: PLR2004  - two
        words = _("Two questions from %(titles)s", titles=titles)
    else:
        words = _("Three questions from %(titles)s", titles=titles)
    return str(words)


def _takes(minutes: int) -> str:
    return str(_("one minute") if minutes == 1 else _("two minutes"))


def next_words(day: date | None, today: date) -> str:
    """Return when the next ones come: tomorrow, around Thursday, around Thursday 3 December; "" where none do."""
    if day is None:
        words = ""
    elif (day - today).days == 1:
        words = _("The next ones come tomorrow.")
    else:
        near = (day - today).days < days.WEEK
        words = _("The next ones come around %(day)s.", day=days.weekday(day) if near else days.full(day))
    return str(words)
