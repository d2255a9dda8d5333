"""The forms of scenarios: a name, a note, what came in the end, a colleague. Every text is bounded."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from lms.calculators.judging import LARGEST
from lms.calculators.numerals import NumberProblem, parse_number
from lms.tools.scenarios.context import LONGEST_NAME, LONGEST_NOTE, day_problem, name_problem, note_problem
from lms.tools.scenarios.reading import Actual, KeptScenario
from lms.tools.scenarios.sharing import LONGEST_WHO
from lms.tools.wording import number_words
from lms.web.fields import WholeNumberField
from lms.web.forms import Form
from lms.web.languages import language, local


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class SaveForm(Form):
    """The name of a new scenario; empty, it is counted."""

    name = StringField(_l("Name"), filters=[_plain])

    def named(self, fallback: str) -> str | None:
        """Return the name, or None with words at the field."""
        name = self.name.data or fallback
        problem = name_problem(name)
        self.name.errors = [problem] if problem else []
        return None if problem else name


class DescribeForm(Form):
    """Name and note, and the revisions they were changed from."""

    name = StringField(_l("Name"), filters=[_plain])
    note = TextAreaField(_l("Note"), filters=[_plain])
    name_base = WholeNumberField(validators=[Optional()])
    note_base = WholeNumberField(validators=[Optional()])

    def is_sound(self) -> bool:
        """Return whether both can be kept; words stand at what cannot."""
        token_holds = self.validate()
        self.name.errors = [each] if (each := name_problem(self.name.data or "")) else []
        self.note.errors = [each] if (each := note_problem(self.note.data or "")) else []
        return token_holds and not self.name.errors and not self.note.errors

    def said(self) -> dict[str, tuple[int, str]]:
        """Return {item: (the revision it was changed from, text)}."""
        return {
            "name": (self.name_base.data or 0, self.name.data or ""),
            "note": (self.note_base.data or 0, self.note.data or ""),
        }

    @classmethod
    def of(cls, kept: KeptScenario) -> DescribeForm:
        """Return the form as it stands for a scenario."""
        bases = {"name_base": kept.revision("name"), "note_base": kept.revision("note")}
        return cls(formdata=None, name=kept.name, note=kept.note, **bases)


class OutcomeForm(Form):
    """What one output came to in the end; an empty number takes it back."""

    output = SelectField(_l("Which figure?"), validate_choice=False)
    value = StringField(_l("What it came to"), filters=[_plain])
    day = StringField(_l("On which day was it known?"), filters=[_plain])

    def offer(self, kept: KeptScenario) -> OutcomeForm:
        """Offer the outputs a reader sees, the headline first; return the form."""
        outputs = sorted(kept.calculator.outputs, key=lambda each: not each.headline)
        self.output.choices = [SelectChoice(each.name, local(dict(each.label))) for each in outputs if not each.hidden]
        return self

    def told(self, kept: KeptScenario) -> tuple[str, Actual | None] | None:
        """Return (output, what it came to), the latter None to take it back; None with words where it is refused."""
        output = next((each for each in kept.calculator.outputs if each.name == self.output.data), None)
        self.output.errors = [] if output and not output.hidden else [_("Choose one of the options.")]
        if output is None or output.hidden:
            return None
        if not self.value.data:
            return output.name, None
        number = parse_number(self.value.data[:LONGEST_NAME], language(), output.unit)
        if isinstance(number, NumberProblem) or abs(number) > LARGEST:
            code = number.code if isinstance(number, NumberProblem) else "TOO_LARGE"
            self.value.errors = [number_words(code)]
            return None
        self.day.errors = [each] if (each := day_problem(self.day.data)) else []
        return None if self.day.errors else (output.name, Actual(number, self.day.data or ""))


class ShareForm(Form):
    """A colleague, by e-mail or whole name."""

    who = StringField(
        _l("E-mail or full name of a colleague"),
        filters=[_plain],
        validators=[Length(max=LONGEST_WHO, message=_l("At most 254 characters."))],
    )


class RevokeForm(Form):
    """The sharing that ends."""

    share = HiddenField(validators=[Length(max=36)])


class UseForm(Form):
    """Whether the tool's present numbers are kept as a scenario first."""

    keep = BooleanField(_l("Keep my present numbers as a scenario first"))


LONGEST = {"name": LONGEST_NAME, "note": LONGEST_NOTE, "who": LONGEST_WHO}
"""How much a box takes, for its `maxlength`."""
