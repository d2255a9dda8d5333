"""The form that has results regraded."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from lms.learning.regrading.models import Policy
from lms.web.forms import Form

WORDS = {
    Policy.NOBODY_LOSES: _l("Nobody loses: a point that was given stays, results only rise"),
    Policy.AS_THE_KEY_SAYS: _l("As the key says: results rise and fall"),
}


class RegradeForm(Form):
    """To which version of the quiz, and by which policy."""

    version = HiddenField()
    policy = RadioField(
        _l("What should count?"),
        choices=[SelectChoice(value=policy.value, label=words) for policy, words in WORDS.items()],
        default=Policy.NOBODY_LOSES.value,
        validate_choice=False,
    )

    def chosen(self) -> Policy | None:
        """Return the policy that was chosen; None, and an error at the field, where it is none of ours."""
        if self.policy.data in {policy.value for policy in Policy}:
            return Policy(self.policy.data)
        self.policy.errors = [_l("Choose one of the two.")]
        return None
