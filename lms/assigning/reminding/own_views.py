"""My mails: what I got and why, when the weekly one comes, and which kinds I want no more."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.fields import SelectChoice

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.reminding import own_mails, settings, wishing
from lms.assigning.reminding.calendars import AT_ONCE
from lms.assigning.reminding.kinds import ESCALATION, LABELS, MAY_END
from lms.assigning.reminding.log import read_one
from lms.assigning.reminding.rule_form import weekday
from lms.kernel.addresses import is_reachable
from lms.kernel.outbox import Mail
from lms.kernel.permissions import MEMBERS, allow
from lms.people import mails
from lms.people.models import Person
from lms.web.context import actor, db, my, now
from lms.web.forms import Form

AS_ALL: Final = "all"
ENDABLE: Final = [kind for kind in LABELS if kind in MAY_END]
STAYING: Final = [kind for kind in LABELS if kind not in MAY_END and kind != ESCALATION]


class WishForm(Form):
    """The day of my weekly mail, and which of the mails that can be ended I want."""

    digest_day = SelectField(_l("My weekly mail comes on"))
    wanted = SelectMultipleField(_l("Mails I want"), choices=[SelectChoice(kind, LABELS[kind]) for kind in ENDABLE])

    def offer(self, usual: int) -> None:
        """Offer the days; `usual` is the organisation's."""
        known = _("each at once") if usual == AT_ONCE else weekday(usual)
        days = [SelectChoice(str(day), weekday(day)) for day in range(7)]
        as_all = SelectChoice(AS_ALL, _("as for everybody: %(day)s", day=known))
        at_once = SelectChoice(str(AT_ONCE), _("no weekly mail: each at once"))
        self.digest_day.choices = [as_all, *days, at_once]


@allow(*MEMBERS)
def mine() -> ResponseReturnValue:
    """Show my mails and what I have chosen."""
    wish = settings.wish_of(db(), actor().person_id)
    day = AS_ALL if wish.digest_day is None else str(wish.digest_day)
    form = WishForm(formdata=None, digest_day=day, wanted=[kind for kind in ENDABLE if kind not in wish.ended])
    return _page(form)


@allow(*MEMBERS)
def choose() -> ResponseReturnValue:
    """Keep what I chose."""
    form = WishForm()
    form.offer(settings.rule_of(db(), actor().organisation_id).digest_day)
    if not form.validate():
        return _page(form, 422)
    day = None if form.digest_day.data == AS_ALL else int(form.digest_day.data)
    wishing.wish(db(), actor(), day, set(ENDABLE) - set(form.wanted.data or ()), now())
    flash(_("Saved. It holds from the next mail on."))
    return redirect(url_for("reminding.mine"), 303)


@allow(*MEMBERS)
def my_mail(mail: UUID) -> ResponseReturnValue:
    """Show one mail to me as it was written."""
    found = my(Mail).where(Mail.id == mail, Mail.person_id == actor().person_id).one_or_404()
    line = read_one(db(), found.id, now())
    return render_template(
        "assigning/reminding/my_mail.html",
        mail=found,
        line=line,
        why=own_mails.why(db(), actor(), [line])[found.id],
        kinds=LABELS,
        reasons=mails.REASONS,
        can_end=found.kind in MAY_END,
    )


def on_me() -> str:
    """Fill the slot `people.me`: the way to one's own mails."""
    return render_template("assigning/reminding/on_me.html")


def _page(form: WishForm, status: int = 200) -> ResponseReturnValue:
    rule = settings.rule_of(db(), actor().organisation_id)
    form.offer(rule.digest_day)
    lines, following = own_mails.own(db(), actor(), now(), request.args.get("after"))
    html = render_template(
        "assigning/reminding/mine.html",
        form=form,
        staying=[LABELS[kind] for kind in STAYING],
        most=rule.most_a_week,
        lines=lines,
        why=own_mails.why(db(), actor(), lines),
        kinds=LABELS,
        reasons=mails.REASONS,
        unreachable=not is_reachable(db().get_one(Person, actor().person_id).email),
        following=url_for("reminding.mine", after=following) if following else None,
        first=url_for("reminding.mine") if request.args.get("after") else None,
    )
    return html, status
