"""Assignments in words: who, by when, how often, and why something waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from lms.assigning.assignment_pages.names import Names
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.saying import ngettext
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.audience import BY_COMING, Part
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.curricula.plan import Hours
from lms.web.languages import local

MOST_NAMED: Final = 3
LEAP_YEAR: Final = "2024-"
"""A year that has every day there is, to name a day of a year."""

MISSING: Final = {
    "hire_date": _l("no hire date"),
    "job_since": _l("no date of the present job"),
    "completion": _l("the curriculum before it is not finished"),
    "event": _l("the event has no day yet"),
}
EXEMPT_REASONS: Final = {
    "already-qualified": _l("already qualified"),
    "other-role": _l("works in another role"),
    "leaving": _l("leaves the company"),
    "agreed-with-hr": _l("agreed with HR"),
}
WISH_REASONS: Final = {
    "workload": _l("too much at once"),
    "absence-planned": _l("a planned absence"),
    "project": _l("a project that cannot wait"),
    "other": _l("something else"),
}
CAUSES: Final = {
    "assigned": _l("assigned by hand"),
    "rule": _l("came into the audience later"),
    "again": _l("due again"),
    "opened": _l("opened it where they came from"),
}
BECAUSE: Final = {
    "everyone": _l("everybody"),
    "person": _l("by name"),
    "group": _l("group"),
    "department": _l("department"),
    "cohort": _l("cohort"),
    "reports": _l("own report"),
    "course": _l("a course elsewhere"),
}


def audience_words(parts: Sequence[Part], names: Names) -> str:
    """Return for whom it is: "Sales, the group Leaders, 3 people"."""
    if any(part.kind == "everyone" for part in parts):
        return _("Everybody")
    said = [
        *_listed([_name(names.departments, part.id) for part in parts if part.kind == "department"]),
        *_listed([_name(names.groups, part.id) for part in parts if part.kind == "group"]),
        *_cohorts(parts),
        *_listed([_name(names.places, part.id) for part in parts if part.kind in BY_COMING]),
        *[_("who reports to %(name)s", name=_name(names.people, part.id)) for part in parts if part.kind == "reports"],
        *_people([_name(names.people, part.id) for part in parts if part.kind == "person"]),
    ]
    return ", ".join(said) or _("Nobody yet")


def due_words(due: Due, names: Names) -> str:
    """Return when it is due: "30 days after the hire date"."""
    told = _DUE[due.kind](due, names)
    if due.kind is Kind.NONE or not due.at_least_days:
        return told
    least = ngettext("at least %(num)d day to do it", "at least %(num)d days to do it", due.at_least_days)
    return f"{told}; {least}"


def again_words(again: Again | None) -> str:
    """Return how often it comes back; empty where it does not."""
    if again is None:
        return ""
    if again.yearly:
        day = format_date(date.fromisoformat(LEAP_YEAR + again.yearly), "d MMMM")
        return _("again every year by %(day)s", day=day)
    return ngettext("again every %(num)d month", "again every %(num)d months", again.months or 0)


def missing_words(anchor: str | None) -> str:
    """Return what a due date waits for."""
    return str(MISSING.get(anchor or "", _l("a date is missing")))


def hours_words(takes: Hours) -> str:
    """Return what a curriculum takes: "about 6 hours", "5 to 7 hours"; under an hour and a half in minutes."""
    least, most = round(takes.least / 60), round(takes.most / 60)
    if takes.most < 90:
        return ngettext("%(num)d minute", "%(num)d minutes", takes.most)
    if least == most:
        return ngettext("about %(num)d hour", "about %(num)d hours", most)
    return _("%(least)d to %(most)d hours", least=least, most=most)


def _listed(names: list[str]) -> list[str]:
    rest = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], _("%(num)d more", num=rest)] if rest > 0 else names


def _people(names: list[str]) -> list[str]:
    if len(names) <= MOST_NAMED:
        return names
    return [ngettext("%(num)d person", "%(num)d people", len(names))]


def _cohorts(parts: Sequence[Part]) -> list[str]:
    count = sum(part.kind == "cohort" for part in parts)
    return [ngettext("%(num)d cohort", "%(num)d cohorts", count)] if count else []


def _name(names: Mapping[UUID, str], id: UUID | None) -> str:
    return names.get(id, _("removed")) if id else _("removed")


def _no_due(_due: Due, _names: Names) -> str:
    return _("no due date")


def _fixed(due: Due, _names: Names) -> str:
    return _("by %(day)s", day=format_date(due.on, "long"))


def _hire(due: Due, _names: Names) -> str:
    return ngettext("%(num)d day after the hire date", "%(num)d days after the hire date", due.days)


def _assigned(due: Due, _names: Names) -> str:
    return ngettext("%(num)d day after it is given", "%(num)d days after it is given", due.days)


def _role(due: Due, _names: Names) -> str:
    return ngettext("%(num)d day after a change of job", "%(num)d days after a change of job", due.days)


def _completion(due: Due, names: Names) -> str:
    gone = _("a curriculum that is gone")
    found = names.curricula.get(due.curriculum) if due.curriculum else None
    title = local(found) if found else gone
    words = ngettext("%(num)d day after finishing", "%(num)d days after finishing", due.days)
    return _("%(days)s “%(title)s”", days=words, title=title)


def _event(due: Due, names: Names) -> str:
    name = names.events.get(due.event, _("an event that is gone")) if due.event else _("an event that is gone")
    if due.days == 0:
        return _("on the day of “%(name)s”", name=name)
    words = ngettext("%(num)d day after", "%(num)d days after", due.days)
    return _("%(days)s “%(title)s”", days=words, title=name)


_DUE: dict[Kind, Callable[[Due, Names], str]] = {
    Kind.NONE: _no_due,
    Kind.FIXED: _fixed,
    Kind.HIRE: _hire,
    Kind.ASSIGNED: _assigned,
    Kind.ROLE: _role,
    Kind.COMPLETION: _completion,
    Kind.EVENT: _event,
}
