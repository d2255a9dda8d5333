"""The form of an assignment: what, for whom, by when, and what comes afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from lms.assigning.assignment_pages.fields import TickedField, WholeField
from lms.assigning.assignment_pages.offer import Chosen
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.words import LEAP_YEAR
from lms.assigning.assignments import again as agains
from lms.assigning.assignments import audience, dues
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.drafting import Draft
from lms.assigning.assignments.dues import AT_LEAST, MOST_DAYS, Due, Kind
from lms.assigning.assignments.models import STAY, WITHDRAW, Assignment
from lms.kernel.ids import read_id
from lms.practice.forms import DayField
from lms.web.forms import Form

LONGEST_NAME, LONGEST_WORD, LONGEST_ID = 160, 100, 36
KINDS: Final = {
    Kind.ASSIGNED: _l("Days after it is given"),
    Kind.FIXED: _l("On a fixed day"),
    Kind.HIRE: _l("Days after the hire date"),
    Kind.ROLE: _l("Days after a change of job"),
    Kind.COMPLETION: _l("Days after finishing another curriculum"),
    Kind.EVENT: _l("Days after an event"),
    Kind.NONE: _l("No due date"),
}
COUNTED: Final = (Kind.ASSIGNED, Kind.HIRE, Kind.ROLE, Kind.COMPLETION, Kind.EVENT)
TICKS: Final = {"department": "departments", "group": "groups", "cohort": "cohorts", "person": "people"}


def _choices(**words: object) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class AssignmentForm(Form):
    """What somebody fills in; whatever is wrong stands at its field, and what was typed stays."""

    curriculum = StringField(_l("Curriculum"), validators=[Length(max=LONGEST_ID)])
    name = StringField(
        _l("Name of this assignment"),
        validators=[Length(max=LONGEST_NAME, message=_l("At most 160 characters."))],
    )
    everyone = BooleanField(_l("Everybody in the company"))
    departments = TickedField(_l("Departments, with what lies below them"))
    groups = TickedField(_l("Groups"))
    cohorts = TickedField(_l("Cohorts"))
    people = TickedField(_l("People"))
    q = StringField(
        _l("Find a department, a group or a person"),
        validators=[Length(max=LONGEST_WORD, message=_l("At most 100 characters."))],
    )
    kind = StringField(default=Kind.ASSIGNED.value, validators=[Length(max=20)])
    on = DayField(_l("Which day?"))
    assigned_days = WholeField(_l("How many days after it is given?"), most=MOST_DAYS, default=60)
    hire_days = WholeField(_l("How many days after the hire date?"), most=MOST_DAYS)
    role_days = WholeField(_l("How many days after the change?"), most=MOST_DAYS)
    completion_days = WholeField(_l("How many days after finishing it?"), most=MOST_DAYS)
    completion_curriculum = StringField(_l("Which curriculum?"), validators=[Length(max=LONGEST_ID)])
    event_days = WholeField(_l("How many days after it?"), most=MOST_DAYS)
    event = StringField(_l("Which event?"), validators=[Length(max=LONGEST_ID)])
    event_name = StringField(
        _l("Name of a new event"), validators=[Length(max=120, message=_l("At most 120 characters."))]
    )
    event_on = DayField(_l("Its day, where it is known"))
    at_least = WholeField(_l("At least so many days to do it"), most=365, default=AT_LEAST)
    starts_on = DayField(_l("Opens on"))
    standing = RadioField(
        _l("Who comes to these people later"),
        choices=_choices(yes=_l("gets it too"), once=_l("does not get it")),
        default="yes",
        validate_choice=False,
    )
    leaves = RadioField(
        _l("Who leaves these people"),
        choices=_choices(stay=_l("keeps it"), withdraw=_l("no longer has it, unless it is finished")),
        default=STAY,
        validate_choice=False,
    )
    repeat = BooleanField(_l("It has to be taken again"))
    months = WholeField(_l("So many months after finishing"), least=1, most=120, default=12)
    yearly = DayField(_l("Or every year by the day and month of"))
    window_days = WholeField(_l("It opens so many days before"), most=365, default=60)
    grace_days = WholeField(_l("Days of grace after it"), most=180, default=30)
    revision = HiddenField(validators=[Length(max=10)])

    def draft(self, event: UUID | None, row: Assignment | None = None) -> Draft:
        """Return what is typed; `event` is the one chosen or just made, `row` the assignment that is changed."""
        curriculum = read_id(self.curriculum.data or "")
        if curriculum is None:
            raise ValueError("is_sound() looks first")
        revision = self.revision.data or ""
        return Draft(
            curriculum_id=curriculum,
            audience=self.audience(kept_of(row) if row else ()),
            name=(self.name.data or "").strip(),
            due=self.due(event),
            again=self.again(),
            standing=self.standing.data != "once",
            leaves=WITHDRAW if self.leaves.data == WITHDRAW else STAY,
            starts_on=self.starts_on.data,
            id=row.id if row else None,
            revision=int(revision) if row and revision.isascii() and revision.isdigit() else None,
        )

    def audience(self, kept: tuple[Part, ...] = ()) -> tuple[Part, ...]:
        """Return for whom it is: who is ticked, and `kept`; ticking everybody makes the rest needless."""
        if self.everyone.data:
            return (Part("everyone"),)
        return (*(Part(kind, id) for kind, name in TICKS.items() for id in sorted(self[name].ids)), *kept)

    def due(self, event: UUID | None) -> Due:
        """Return by when it is due."""
        kind = Kind(self.kind.data)
        return Due(
            kind=kind,
            on=self.on.data if kind is Kind.FIXED else None,
            days=self[f"{kind}_days"].data or 0 if kind in COUNTED else 0,
            curriculum=read_id(self.completion_curriculum.data or "") if kind is Kind.COMPLETION else None,
            event=event if kind is Kind.EVENT else None,
            at_least_days=self.at_least.data or 0,
        )

    def again(self) -> Again | None:
        """Return how it comes back, or None; a day of the year goes before months."""
        if not self.repeat.data:
            return None
        yearly = self.yearly.data.strftime("%m-%d") if self.yearly.data else None
        months = None if yearly else self.months.data
        return Again(months, yearly, self.window_days.data or 0, self.grace_days.data or 0)

    def chosen(self) -> Chosen:
        """Return what is ticked, so that the page shows it whatever was searched for."""
        word = (self.q.data or "").strip()
        return Chosen(self.departments.ids, self.groups.ids, self.people.ids, self.cohorts.ids, word)

    def is_sound(self) -> bool:
        """Return whether it can be handed on: words stand at each field that keeps it from that."""
        sound = bool(self.validate())
        if read_id(self.curriculum.data or "") is None:
            sound = self.refuse("curriculum", _("Choose the curriculum."))
        if self.kind.data not in {kind.value for kind in Kind}:
            sound = self.refuse("kind", _("Choose when it is due."))
        elif (needs := self._needs(Kind(self.kind.data))) is not None:
            sound = self.refuse(*needs)
        return sound

    def refuse(self, name: str, words: str) -> bool:
        """Put words at a field, unless it has some already; return False."""
        field = self[name]
        field.errors = list(field.errors) or [words]
        return False

    def _needs(self, kind: Kind) -> tuple[str, str] | None:
        """Return the field that a rule of this kind still needs, and what to say there."""
        if kind is Kind.FIXED and self.on.data is None:
            return "on", _("Choose the day it is due.")
        if kind in COUNTED and self[f"{kind}_days"].data is None:
            return f"{kind}_days", _("Write how many days.")
        if kind is Kind.COMPLETION and read_id(self.completion_curriculum.data or "") is None:
            return "completion_curriculum", _("Choose the curriculum that comes before.")
        if kind is Kind.EVENT and not (read_id(self.event.data or "") or (self.event_name.data or "").strip()):
            return "event_name", _("Choose an event, or name a new one.")
        return None


def kept_of(assignment: Assignment) -> tuple[Part, ...]:
    """Return the parts of an assignment's audience that no field of the form shows, and that stay when it is saved."""
    parts = audience.from_json(assignment.audience)
    return tuple(part for part in parts if part.kind not in TICKS and part.kind != audience.EVERYONE)


def prefilled(sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what other pages put into the form by their links: ?group=, ?person=, ?department=, ?curriculum=."""
    found: dict[str, Any] = {}
    for key, name in TICKS.items():
        ids = [each for each in sent.getlist(key)[:100] if read_id(each)]
        if ids:
            found[name] = ids
    if read_id(sent.get("curriculum", "")):
        found["curriculum"] = sent["curriculum"]
    return found


def data_of(assignment: Assignment) -> dict[str, Any]:
    """Return what the form shows of an assignment that is kept already."""
    parts, due = audience.from_json(assignment.audience), dues.from_json(assignment.due)
    found: dict[str, Any] = {
        "curriculum": str(assignment.curriculum_id),
        "name": assignment.name,
        "everyone": any(part.kind == "everyone" for part in parts),
        "kind": due.kind.value,
        "on": due.on,
        "event": str(due.event or ""),
        "completion_curriculum": str(due.curriculum or ""),
        "at_least": due.at_least_days,
        "starts_on": assignment.starts_on,
        "standing": "yes" if assignment.standing else "once",
        "leaves": assignment.leaves,
        "revision": str(assignment.revision),
        **_again(agains.from_json(assignment.again)),
    }
    for kind, name in TICKS.items():
        found[name] = [str(part.id) for part in parts if part.kind == kind]
    if due.kind in COUNTED:
        found[f"{due.kind}_days"] = due.days
    return found


def _again(again: Again | None) -> dict[str, Any]:
    if again is None:
        return {"repeat": False}
    yearly = date.fromisoformat(LEAP_YEAR + again.yearly) if again.yearly else None
    days = {"window_days": again.window_days, "grace_days": again.grace_days}
    return {"repeat": True, "months": again.months, "yearly": yearly, **days}
