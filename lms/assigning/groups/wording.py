"""Rules in words: each condition as one whole phrase, and what is wrong with one and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from babel.lists import format_list
from flask_babel import format_date, format_decimal, get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l

from lms.assigning.groups.names import Names
from lms.assigning.groups.rules import All, Leaf, Not, Problem, Rule
from lms.assigning.groups.rules import Any as AnyOf
from lms.web.languages import LANGUAGES, local

_: Callable[..., str] = gettext

FIELDS: Final[Mapping[str, Any]] = {
    "department": _l("Department"),
    "job": _l("Job"),
    "location": _l("Location"),
    "cost_centre": _l("Cost centre"),
    "language": _l("Language"),
    "role": _l("Role"),
    "manager": _l("Line manager"),
    "hire_date": _l("Hire date"),
    "completed": _l("Completed module"),
    "curriculum": _l("Completed curriculum"),
    "group": _l("Group made by hand"),
}
ROLES: Final[Mapping[str, Any]] = {
    "learner": _l("Learner"),
    "hr": _l("HR"),
    "trainer": _l("Trainer"),
    "admin": _l("Administrator"),
}
CAUSES: Final[Mapping[str, Any]] = {
    "directory": _l("by the directory"),
    "rule": _l("by the rule"),
    "hand": _l("by hand"),
    "import": _l("by an import"),
    "left": _l("left the company"),
}
PROBLEMS: Final[Mapping[str, Any]] = {
    "not-a-rule": _l("This is no condition. Remove it and add one from the list."),
    "unknown-field": _l("There is no such thing to ask for. Remove it and choose one from the list."),
    "unknown-condition": _l("This cannot be asked here. Choose one of the conditions in the list."),
    "not-there": _l("Something chosen here is not there, or not there any more. Untick it, or choose another."),
    "no-values": _l("Choose at least one, or remove the condition."),
    "too-many-values": _l("These are more than 200. Ask for fewer, or make a group by hand of them."),
    "no-text": _l("Write what it should contain, or remove the condition."),
    "too-long": _l("At most 120 characters."),
    "no-day": _l("Choose a day, or remove the condition."),
    "no-days": _l("Write a whole number of days, from 1 to 36,500."),
    "empty": _l("There is no condition in this group of conditions. Add one, or remove the group."),
    "too-many": _l("A rule has at most 40 conditions. Remove some, or put people into a group by hand first."),
    "too-deep": _l("Groups of conditions stand inside one another four deep at most. Move this one further out."),
    "unknown-name": _l("Nothing here is called that. Write it as it stands in the list."),
}


@dataclass(frozen=True)
class Said:
    """One part of a rule in words: a phrase, and for several parts each of theirs."""

    words: str
    parts: tuple[Said, ...] = ()


def problem_words(problem: Problem) -> str:
    """Return what is wrong, and what to do."""
    return str(PROBLEMS[problem.code])


def said(rule: Rule, names: Names, *, holds: bool = True) -> Said:
    """Return a rule in words; with `holds` False, what it takes for the rule not to hold."""
    if isinstance(rule, Not):
        return said(rule.part, names, holds=not holds)
    if isinstance(rule, Leaf):
        return Said(phrase(rule, names, holds=holds))
    parts = tuple(said(each, names) for each in rule.parts)
    if isinstance(rule, All) and not parts:
        return Said(_("Everybody") if holds else _("Nobody"))
    heads: dict[tuple[type, bool], Callable[[], str]] = {
        (All, True): lambda: _("All of these:"),
        (AnyOf, True): lambda: _("At least one of these:"),
        (All, False): lambda: _("Not all of these:"),
        (AnyOf, False): lambda: _("None of these:"),
    }
    return parts[0] if len(parts) == 1 and holds else Said(heads[type(rule), holds](), parts)


def phrase(leaf: Leaf, names: Names, *, holds: bool = True) -> str:
    """Return one condition in words, or what it means that it does not hold."""
    if isinstance(leaf.value, tuple):
        return _listed(leaf, either(called(leaf, names)), holds=holds)
    if leaf.field == "hire_date":
        return _hired(leaf, holds=holds)
    if leaf.op == "missing":
        return _missing(leaf, holds=holds)
    values = {"field": str(FIELDS[leaf.field]), "text": str(leaf.value)}
    if holds:
        return _("%(field)s contains “%(text)s”", **values)
    return _("%(field)s does not contain “%(text)s”", **values)


def called(leaf: Leaf, names: Names) -> list[str]:
    """Return what the values of a condition are called; what is not there any more, in these words."""
    if leaf.field == "language":
        return [LANGUAGES[each] for each in leaf.values]
    if leaf.field == "role":
        return [str(ROLES[each]) for each in leaf.values]
    known = names.known(leaf.field)
    if known is None:
        return list(leaf.values)
    return [title(known[each]) if each in known else _("(no longer there)") for each in leaf.values]


def title(name: Any) -> str:
    """Return a name, or a title in the reader's language."""
    return name if isinstance(name, str) else local({"en": next(iter(name.values()), ""), **name})


def either(names: Iterable[str]) -> str:
    """Return names as a list in the reader's language: "Sales, Nordic or Finance"."""
    return format_list(list(names), style="or", locale=get_locale())


def days_words(days: int) -> str:
    """Return a number of days."""
    return str(ngettext("%(days)s day", "%(days)s days", days, days=format_decimal(days)))


def day_words(day: date | datetime) -> str:
    """Return a day written out; of a moment the day it was by the organisation's clock."""
    return str(format_date(day, "long"))


def _listed(leaf: Leaf, names: str, *, holds: bool) -> str:
    if leaf.since is not None:
        values = {"names": names, "day": day_words(leaf.since)}
        if holds:
            return _("Completed %(names)s on %(day)s or later", **values)
        return _("Not completed %(names)s on %(day)s or later", **values)
    words: dict[tuple[str, str], Callable[[], tuple[str, str]]] = {
        ("department", "within"): lambda: (
            _("In %(names)s or any department below", names=names),
            _("Neither in %(names)s nor in any department below", names=names),
        ),
        ("department", "is"): lambda: (
            _("In %(names)s itself", names=names),
            _("Not in %(names)s itself", names=names),
        ),
        ("manager", "is"): lambda: (
            _("Reports to %(names)s", names=names),
            _("Does not report to %(names)s", names=names),
        ),
        ("manager", "below"): lambda: (
            _("Works anywhere below %(names)s", names=names),
            _("Does not work below %(names)s", names=names),
        ),
        ("completed", "is"): lambda: (
            _("Completed %(names)s", names=names),
            _("Not completed %(names)s", names=names),
        ),
        ("curriculum", "is"): lambda: (
            _("Completed the curriculum %(names)s", names=names),
            _("Not completed the curriculum %(names)s", names=names),
        ),
        ("group", "is"): lambda: (
            _("In the group %(names)s", names=names),
            _("Not in the group %(names)s", names=names),
        ),
    }
    name = str(FIELDS[leaf.field])
    usual = (
        _("%(field)s is %(names)s", field=name, names=names),
        _("%(field)s is not %(names)s", field=name, names=names),
    )
    pair = words[leaf.field, leaf.op]() if (leaf.field, leaf.op) in words else usual
    return pair[0] if holds else pair[1]


def _hired(leaf: Leaf, *, holds: bool) -> str:
    if leaf.op == "missing":
        return _("Hire date is missing") if holds else _("Hire date is known")
    if isinstance(leaf.value, date):
        day = day_words(leaf.value)
        if leaf.op == "before":
            return _("Hired before %(day)s", day=day) if holds else _("Not hired before %(day)s", day=day)
        return _("Hired after %(day)s", day=day) if holds else _("Not hired after %(day)s", day=day)
    days = days_words(int(str(leaf.value)))
    if leaf.op == "within_days":
        return _("Hired within the last %(days)s", days=days) if holds else _("Not hired within %(days)s", days=days)
    if holds:
        return _("Hired at least %(days)s ago", days=days)
    return _("Not hired at least %(days)s ago", days=days)


def _missing(leaf: Leaf, *, holds: bool) -> str:
    name = str(FIELDS[leaf.field])
    return _("%(field)s is missing", field=name) if holds else _("%(field)s is filled in", field=name)
