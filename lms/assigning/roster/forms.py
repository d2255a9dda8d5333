"""The forms of HR's people: a saved view, one person's details, days away, a department."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from lms.kernel.permissions import Role
from lms.people.departments import Node
from lms.people.models import Person
from lms.people.values import (
    LABELS,
    LONGEST,
    Wrong,
    read_date,
    read_email,
    read_language,
    read_name,
    read_text,
    read_time_zone,
)
from lms.web.forms import Form
from lms.web.languages import LANGUAGE_CHOICES

NOT_SAID: Final = SelectChoice("", _l("Not said"))


class ViewForm(Form):
    """The name of a saved view, and whether all of HR may open it."""

    view_name = StringField(
        _l("Name of the view"),
        [DataRequired(_l("Give the view a name.")), Length(max=80, message=_l("At most 80 characters."))],
    )
    shared = BooleanField(_l("All of HR may open it"))


class PersonForm(Form):
    """What HR may change of a person. Each field is read by `lms.people.values`, which also an import does."""

    name = StringField(LABELS["name"])
    email = StringField(LABELS["email"])
    job = StringField(LABELS["job"])
    job_since = StringField(LABELS["job_since"], widget=DateInput())
    department = SelectField(LABELS["department"], validate_choice=False)
    manager_email = StringField(LABELS["manager_email"])
    location = StringField(LABELS["location"])
    hire_date = StringField(LABELS["hire_date"], widget=DateInput())
    cost_centre = StringField(LABELS["cost_centre"])
    language = SelectField(LABELS["language"], choices=[NOT_SAID, *LANGUAGE_CHOICES], validate_choice=False)
    time_zone = StringField(LABELS["time_zone"])

    def offer(self, departments: Iterable[Node]) -> None:
        """Offer the departments, each with its place in the tree."""
        found = [SelectChoice(str(node.id), "\u2003" * node.depth + node.name) for node in departments]
        self.department.choices = [NOT_SAID, *found]

    def show(self, person: Person, manager_email: str | None) -> None:
        """Show what is known."""
        self.department.data = str(person.department_id or "")
        self.manager_email.data = manager_email or ""
        self.language.data = person.language or ""
        self.job_since.data, self.hire_date.data = person.job_since, person.hire_date
        for each in ("name", "email", "job", "location", "cost_centre", "time_zone"):
            self[each].data = getattr(person, each) or ""

    def read(self) -> dict[str, Any] | None:
        """Return what was written, by column of Person (department and line manager as they were written), or None
        where anything is wrong, which its field then says."""
        readers: dict[str, Callable[[str], Any]] = {
            "name": read_name,
            "email": read_email,
            "hire_date": lambda text: read_date(text, "hire_date"),
            "job_since": lambda text: read_date(text, "job_since"),
            "language": read_language,
            "time_zone": read_time_zone,
            **{each: lambda text, each=each: read_text(each, text) for each in ("job", "location", "cost_centre")},  # type: ignore[misc]
        }
        found: dict[str, Any] = {}
        self.validate_on_submit()
        for name, reader in readers.items():
            try:
                found[name] = reader(self.sent(name))
            except Wrong as wrong:
                self.say(wrong)
        return None if any(self[name].errors for name in (*readers, "department", "manager_email")) else found

    def sent(self, name: str) -> str:
        """Return what stands in a field as it was sent."""
        raw = self[name].raw_data or [""]
        return str(raw[0])[: 4 * max(LONGEST.values())]

    def say(self, wrong: Wrong) -> None:
        """Put what is wrong at its field."""
        field = self[wrong.field]
        field.errors = [wrong.text]


class AwayForm(Form):
    """The first and the last day away; both empty to end it."""

    away_from = StringField(LABELS["away_from"], widget=DateInput())
    away_until = StringField(LABELS["away_until"], widget=DateInput())


class RolesForm(Form):
    """What a person may do besides learning."""

    roles = SelectMultipleField(
        LABELS["roles"],
        choices=[
            SelectChoice(Role.HR.value, _l("HR: people, groups, assignments")),
            SelectChoice(Role.TRAINER.value, _l("Trainer: modules and questions")),
            SelectChoice(Role.ADMIN.value, _l("Administrator: settings and roles")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class FindForm(Form):
    """The whole address of the person whose roles are asked for."""

    email = StringField(LABELS["email"], [Length(max=254, message=_l("No address is this long."))])


class DepartmentForm(Form):
    """A department's name, and where it stands."""

    name = StringField(_l("Name"))
    parent = SelectField(_l("Inside"), validate_choice=False)

    def offer(self, nodes: Iterable[Node]) -> None:
        """Offer the places a department can stand at."""
        found = [SelectChoice(str(node.id), "\u2003" * node.depth + node.name) for node in nodes]
        self.parent.choices = [SelectChoice("", _l("At the top")), *found]


class ActForm(Form):
    """What is confirmed of an act on many people; its own fields are read by its kind."""

    kind = HiddenField()
    expected = HiddenField()
