"""Sharing a scenario with a named colleague, and ending it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, allow
from lms.people.throttling import Uses
from lms.tools.scenarios import shared_lists, sharing
from lms.tools.scenarios.forms import RevokeForm, ShareForm
from lms.tools.scenarios.page import own_page
from lms.tools.scenarios.reading import one_of
from lms.web.context import actor, database, db, now, secret

MOST_A_MINUTE: Final = 10
"""Whoever shares with a team needs no more; whoever tries out names learns little."""


@allow(*MEMBERS)
def share_scenario(identity: UUID) -> ResponseReturnValue:
    """Let one colleague read a scenario of mine."""
    form = ShareForm()
    is_sound = form.validate()
    may_look = is_sound and Uses(secret(), "colleagues", actor().person_id, MOST_A_MINUTE).take(database(), now())
    kept = one_of(db(), actor(), identity, secret())
    if not is_sound:
        return own_page(kept, 422, share=form)
    if not may_look:
        form.who.errors = [_("You have tried many names within a minute. Wait a minute, then try again.")]
        return *own_page(kept, 429, share=form), {"Retry-After": "60"}
    try:
        reader = sharing.colleague(db(), actor(), form.who.data)
        sharing.share(db(), actor(), kept.row, reader, now())
    except (LookupError, ValueError) as refusal:
        form.who.errors = [_refusal(refusal)]
        return own_page(kept, 422, share=form)
    flash(_("Shared. You see here when they have looked."))
    return redirect(url_for("tools.scenario", identity=identity, _anchor="sharing"), 303)


def _refusal(refusal: Exception) -> str:
    words = {
        sharing.NobodyFound: _("Nobody in your organisation has exactly this address or name. Check the spelling."),
        sharing.SeveralFound: _("Several colleagues have this name. Write the e-mail address instead."),
        sharing.Oneself: _("That is you: your own scenarios are open to you already."),
        sharing.TooManyReaders: _(
            "It is shared with %(most)d colleagues, which is as many as there can be.", most=sharing.MOST_READERS
        ),
    }
    return str(words[type(refusal)])


@allow(*MEMBERS)
def revoke_share(identity: UUID) -> ResponseReturnValue:
    """End a sharing at once."""
    kept, form = one_of(db(), actor(), identity, secret()), RevokeForm()
    wanted = read_id(form.share.data or "") if form.validate() else None
    sharing.revoke(db(), actor(), kept.row, wanted, now())
    db().flush()
    flash(_("Ended. The page is closed to them from this moment."))
    return redirect(url_for("tools.scenario", identity=identity, _anchor="sharing"), 303)


def about_me() -> str:
    """Return what a person's own page says of sharing: nothing where there is none either way."""
    given, received = shared_lists.shared_by_me(db(), actor()), shared_lists.shared_with_me(db(), actor())
    return render_template("tools/scenarios_about_me.html", by_me=given, with_me=received)
