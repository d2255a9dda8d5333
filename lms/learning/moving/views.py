"""The learner's own choice of the edition: to the new one, or back to the one they began."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import Regexp

from lms.kernel.permissions import MEMBERS, allow
from lms.learning.in_hand import module_in_hand
from lms.learning.moving import changing
from lms.web.context import actor, db, now
from lms.web.forms import Form


class Edition(Form):
    """The major one wants to be on."""

    edition = StringField(validators=[Regexp(r"^[0-9]{1,6}\Z")])


@allow(*MEMBERS)
def edition(slug: str) -> ResponseReturnValue:
    """Move me to the edition I chose on the module's page; asked twice, or too late, it changes nothing."""
    hand = module_in_hand(db(), actor(), slug)
    form = Edition()
    if form.validate_on_submit():
        wanted = int(form.edition.data)
        if changing.choose(db(), actor(), hand, wanted, now()):
            flash(_moved() if wanted > hand.version.major else _back())
    return redirect(url_for("learning.module", slug=slug), 303)


def _moved() -> str:
    return str(_("You are on the new edition now."))


def _back() -> str:
    return str(_("You are back on the edition you began."))
