"""What a curriculum says to HR, in words: how long it takes, what is wrong with it and how to mend that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.assigning.curricula.checking import Flaw, Problem
from lms.assigning.curricula.plan import Hours
from lms.assigning.curricula.shelf import OnShelf
from lms.web.languages import LANGUAGES, local

HOUR: Final = 60
LONG: Final = 10 * HOUR
"""From here on minutes say nothing that a planner needs."""


@dataclass(frozen=True, slots=True)
class Said:
    """A problem in words, what to do about it, and the place on the page where that is done."""

    what: str
    remedy: str
    anchor: str


def duration(minutes: int) -> str:
    """Return a time in words: "45 min", "6 h 20 min", "19 h"."""
    if minutes < HOUR:
        said = _("%(minutes)d min", minutes=minutes)
    elif minutes >= LONG or minutes % HOUR == 0:
        said = _("%(hours)d h", hours=round(minutes / HOUR))
    else:
        said = _("%(hours)d h %(minutes)d min", hours=minutes // HOUR, minutes=minutes % HOUR)
    return str(said)


def asked_time(hours: Hours) -> str:
    """Return what the required modules take: one time, or from the shortest to the longest choice."""
    least, most = duration(hours.least), duration(hours.most)
    return most if least == most else str(_("%(least)s to %(most)s", least=least, most=most))


def untitled(language: str) -> Said:
    """Return that the title is missing in the organisation's language."""
    name = LANGUAGES.get(language, language)
    return Said(
        _("It has no title in %(language)s.", language=name),
        _("Write one: it is what people read on their home page."),
        f"title-{language}",
    )


def problem_words(problem: Problem, shelf: Mapping[UUID, OnShelf]) -> Said:
    """Return one problem with its remedy."""
    return _SAID[problem.flaw](problem, shelf)


def _name(module: UUID | None, shelf: Mapping[UUID, OnShelf]) -> str:
    found = shelf.get(module) if module is not None else None
    return local(found.title) if found is not None else str(_("A module that is no longer on the shelf"))


def _too_many(problem: Problem, _shelf: Mapping[UUID, OnShelf]) -> Said:
    what = _("It holds more than %(most)d modules.", most=problem.most)
    return Said(what, _("Make two curricula of it: nobody plans further than that."), "sections")


def _nothing_required(_problem: Problem, _shelf: Mapping[UUID, OnShelf]) -> Said:
    what = _("Nothing in it is required, so nobody could ever finish it.")
    return Said(what, _("Add a module, or say of at least one that it is required."), "sections")


def _twice(problem: Problem, shelf: Mapping[UUID, OnShelf]) -> Said:
    what = _("“%(module)s” stands in it twice.", module=_name(problem.module, shelf))
    return Said(what, _("Remove one of the two."), f"item-{problem.module}")


def _needed(problem: Problem, _shelf: Mapping[UUID, OnShelf]) -> Said:
    number = problem.section or 1
    what = ngettext(
        "Section %(section)d asks for a number of modules that it does not have: it holds %(num)d required one.",
        "Section %(section)d asks for a number of modules that it does not have: it holds %(num)d required ones.",
        problem.most,
        section=number,
    )
    remedy = _("Leave the number empty to ask for all of them, or write a smaller one.")
    return Said(what, remedy, f"section-{number - 1}-needed")


def _stranger(problem: Problem, shelf: Mapping[UUID, OnShelf]) -> Said:
    what = _("“%(module)s” waits for a module that is not in this curriculum.", module=_name(problem.module, shelf))
    return Said(what, _("Untick what it comes after, or add that module."), f"item-{problem.module}")


def _circle(problem: Problem, shelf: Mapping[UUID, OnShelf]) -> Said:
    names = ", ".join(f"“{_name(module, shelf)}”" for module in problem.others)
    what = _("%(modules)s wait for one another, so none of them would ever open.", modules=names)
    return Said(what, _("Untick “comes after” in one of them."), f"item-{problem.module}")


_SAID: Final = {
    Flaw.TOO_MANY: _too_many,
    Flaw.NOTHING_REQUIRED: _nothing_required,
    Flaw.TWICE: _twice,
    Flaw.NEEDED: _needed,
    Flaw.STRANGER: _stranger,
    Flaw.CIRCLE: _circle,
}
