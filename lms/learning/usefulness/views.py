"""What a page asks of its reader at its end, and how long they were active on it."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import AnyOf

from lms.kernel.permissions import MEMBERS, allow
from lms.learning.in_hand import module_in_hand
from lms.learning.models import State
from lms.learning.player import show
from lms.learning.usefulness import visits
from lms.learning.usefulness.models import Answer
from lms.learning.views import enrolled
from lms.web.context import actor, db, now
from lms.web.forms import Form


class Useful(Form):
    """What somebody says of a page: one of three, and no words."""

    answer = StringField(validators=[AnyOf([each.value for each in Answer])])


@allow(*MEMBERS)
def useful(slug: str, name: str) -> ResponseReturnValue:
    """Keep what I say to "Was this useful?", in the place of what I said before."""
    hand = module_in_hand(db(), actor(), slug)
    hand.position(name)
    form = Useful()
    if form.validate_on_submit():
        visits.say(db(), hand, enrolled(hand), name, Answer(form.answer.data), now())
        if request.is_json:
            return "", 204
        return redirect(url_for("learning.page", slug=slug, name=name, _anchor="useful"), 303)
    if request.is_json:
        return {"errors": [{"field": "answer", "reason": _("is yes, partly or no")}]}, 422
    return show(hand, name, status=422)


@allow(*MEMBERS)
def time(slug: str, name: str) -> ResponseReturnValue:
    """Note for how many seconds more I was active on a page. Of a module I have not begun, nothing is noted."""
    sent = request.get_json(silent=True)
    seconds = sent.get("seconds") if isinstance(sent, dict) else None
    hand = module_in_hand(db(), actor(), slug)
    hand.position(name)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 0:
        return {"errors": [{"field": "seconds", "reason": _("is a whole number of seconds")}]}, 422
    if hand.enrolment is not None and hand.enrolment.state is not State.NOT_STARTED:
        visits.opened(db(), hand, hand.enrolment, name, now(), seconds=seconds)
    return "", 204
