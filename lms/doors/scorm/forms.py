"""The form a package is asked for with."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf

from lms.catalog.models import Module, ModuleVersion
from lms.doors.scorm.choice import Standard
from lms.web.forms import Form
from lms.web.languages import LANGUAGE_CHOICES, local

ALL = "all"


class PackageForm(Form):
    """Which version, in which standard and languages, and whether it leads back here."""

    version = SelectField(_l("Module and version"), validate_choice=False)
    standard = RadioField(
        _l("Standard"),
        choices=[SelectChoice(each.value, each.label) for each in Standard],
        default=Standard.SCORM_12.value,
        validate_choice=False,
        validators=[AnyOf([each.value for each in Standard], message=_l("Choose one of the two."))],
    )
    language = SelectField(_l("Language"), default=ALL, validate_choice=False)
    home = BooleanField(_l("Lead back to this installation"), default=True)

    def __init__(self, found: Sequence[tuple[Module, ModuleVersion]], **given: object) -> None:
        """Offer the versions there are."""
        super().__init__(**given)
        self.version.choices = [
            SelectChoice(str(version.id), f"{local(version.document['title'])} {version.major}.{version.minor}")
            for _module, version in found
        ]
        self.language.choices = [SelectChoice(ALL, _("All it is written in")), *LANGUAGE_CHOICES]
