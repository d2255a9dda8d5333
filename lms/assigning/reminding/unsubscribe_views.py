"""Ending mails of one kind by the address in them: no signing in, one click, and the same page whatever the token."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from lms.assigning.reminding import wishing
from lms.kernel import unsubscribing
from lms.kernel.permissions import Role, allow
from lms.web.context import database, now, secret
from lms.web.forms import Confirmation

ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What the program of a mailbox sends in place of a form's token (RFC 8058, 3.1)."""


@allow(Role.EVERYONE)
def ask(token: str) -> ResponseReturnValue:
    """Show the button; looking ends nothing, because programs open the addresses in mails, too."""
    return render_template("assigning/reminding/unsubscribe.html", token=token, form=Confirmation(), done=False)


@allow(Role.EVERYONE)
def end(token: str) -> ResponseReturnValue:
    """End mails of the kind the token names: whoever sends it holds such a mail, and can do nothing else with it."""
    name, value = ONE_CLICK
    if request.form.get(name) != value and not Confirmation().validate():
        abort(400)
    ended = unsubscribing.read(secret(), token)
    if ended is not None:
        with database().reading() as session:
            wanted = wishing.is_wanted(session, ended)
        if wanted:
            with database().writing() as session:
                wishing.end(session, ended, now())
    return render_template("assigning/reminding/unsubscribe.html", token=token, form=None, done=True)
