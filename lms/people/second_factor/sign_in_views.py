"""The second step of signing in, and signing in with a passkey alone: what answers before there is a session.

Whoever has shown a password and nothing more holds the cookie of a pending sign-in, which these views alone know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf

from lms.kernel.permissions import NotFound, Role, allow
from lms.people import cookies
from lms.people.letting_in import Opened, let_in, let_in_over
from lms.people.models import Account
from lms.people.second_factor import (
    challenges,
    codes,
    factors,
    finishing,
    passkeys,
    pending,
    policy,
    recovery,
    trusting,
)
from lms.people.second_factor.finishing import Step
from lms.people.second_factor.forms import CodeForm, PasskeyForm
from lms.people.second_factor.models import PendingSignIn
from lms.people.second_factor.passkeys import Site
from lms.people.second_factor.pending import Over
from lms.people.signing_in import TooManyTries, Waiting
from lms.web.context import config, database, db, now, secret
from lms.web.forms import Form
from lms.web.redirects import safe_next
from lms.web.shell import wants_json

SetUp = tuple[Opened, list[str]]


def begin(waiting: Waiting, then: str | None) -> ResponseReturnValue:
    """Lead whoever has shown their password to the second step; a script is told which."""
    onward = url_for("second_factor.second", next=safe_next(then))
    if wants_json():
        said = {"second": "set-up" if waiting.sets_up else "code", "address": onward, "token": generate_csrf()}
        response = current_app.make_response((said, 202))
    else:
        response = current_app.make_response(redirect(onward, 303))
    cookies.give_pending(response, waiting.token)
    return response


@allow(Role.EVERYONE)
def second() -> ResponseReturnValue:
    """Ask for the second factor, or show how to set one up where there has to be one."""
    try:
        waiting, account = pending.found(db(), cookies.pending_token(), now())
    except Over:
        return _over()
    return _page(waiting, account, CodeForm(next=safe_next(request.args.get("next")) or ""))


@allow(Role.EVERYONE, checks_secret=True)
def show_code() -> ResponseReturnValue:
    """Check a code of the app, or a recovery code, and let in."""
    form = CodeForm()
    found = _tried(form, lambda step: finishing.with_code(database(), step, form.code.data, secret(), now()))
    if not isinstance(found, Opened):
        return cast(ResponseReturnValue, found)
    response = let_in(found, form.next.data)
    if recovery.can_be(form.code.data) and not wants_json():
        left = recovery.left(db(), found.person.account_id)  # type: ignore[arg-type]  # whoever signs in has one
        flash(ngettext("%(num)d recovery code is left.", "%(num)d recovery codes are left.", left))
    return response


@allow(Role.EVERYONE)
def ask_passkey() -> ResponseReturnValue:
    """Give the browser what it asks this account's passkeys with."""
    try:
        _waiting, account = pending.found(db(), cookies.pending_token(), now())
    except Over:
        abort(410)
    return passkeys.options_to_sign(db(), _site(), challenges.SECOND, account.id, secret(), now())


@allow(Role.EVERYONE, checks_secret=True)
def show_passkey() -> ResponseReturnValue:
    """Check what one of this account's passkeys answered, and let in."""
    form, site = PasskeyForm(), _site()
    found = _tried(
        form, lambda step: finishing.with_passkey(database(), step, site, form.credential.data, secret(), now())
    )
    return let_in(found, form.next.data) if isinstance(found, Opened) else found


@allow(Role.EVERYONE, checks_secret=True)
def set_up_app() -> ResponseReturnValue:
    """Begin to use an app, where there has to be a second factor, and let in; the recovery codes are shown."""
    form = CodeForm()
    return _set_up(form, lambda step: finishing.with_new_app(database(), step, form.code.data, secret(), now()))


@allow(Role.EVERYONE)
def ask_new_passkey() -> ResponseReturnValue:
    """Give the browser what it makes a passkey with, where there has to be a second factor."""
    try:
        waiting, account = pending.found(db(), cookies.pending_token(), now())
    except Over:
        abort(410)
    if not waiting.sets_up:
        raise NotFound
    return passkeys.options_for_new(db(), _site(), account, secret(), now())


@allow(Role.EVERYONE, checks_secret=True)
def set_up_passkey() -> ResponseReturnValue:
    """Keep a passkey, where there has to be a second factor, and let in; the recovery codes are shown."""
    form, site = PasskeyForm(), _site()

    def work(step: Step) -> SetUp | None:
        name = form.name.data or _("Passkey")
        return finishing.with_new_passkey(database(), step, site, form.credential.data, name, secret(), now())

    return _set_up(form, work)


@allow(Role.EVERYONE)
def ask_any_passkey() -> ResponseReturnValue:
    """Give the browser what it asks for a passkey with before anybody is known."""
    return passkeys.options_to_sign(db(), _site(), challenges.SIGN_IN, None, secret(), now())


@allow(Role.EVERYONE, checks_secret=True)
def open_by_passkey() -> ResponseReturnValue:
    """Let in whoever holds a passkey that knows them: no address, no password."""
    form, site = PasskeyForm(), _site()
    if not form.validate():
        abort(422)
    try:
        opened = finishing.with_passkey_alone(database(), _step(form), site, form.credential.data, secret(), now())
    except TooManyTries:
        abort(429)
    if opened is None:
        flash(_("This passkey opens nothing here. Sign in with your address and password."))
        return redirect(url_for("people.sign_in", next=safe_next(form.next.data)), 303)
    return let_in(opened, form.next.data)


def _tried(form: Form, work: Callable[[Step], Any]) -> Any:
    """Return what came of a try, or the answer that says why nothing did."""
    if not form.validate():
        return _again(form, 422)
    try:
        found = work(_step(form))
    except Over:
        return _over()
    except TooManyTries:
        form.form_errors = [_("Too many tries. Wait a quarter of an hour, then try again.")]
        return _again(form, 429)
    if found is None:
        form.form_errors = [_wrong(form)]
        return _again(form, 422)
    return found


def _set_up(form: Form, work: Callable[[Step], SetUp | None]) -> ResponseReturnValue:
    found = _tried(form, work)
    if not (isinstance(found, tuple) and isinstance(found[0], Opened)):
        return cast(ResponseReturnValue, found)
    opened, made = found
    onward = safe_next(form.next.data) or url_for("web.home")
    return let_in_over(opened, lambda: render_template("second_factor/codes_first.html", codes=made, onward=onward))


def _wrong(form: Form) -> str:
    if isinstance(form, PasskeyForm):
        return str(_("This passkey cannot be used here. Try again, or take another way."))
    return str(_("That code is wrong, too old, or was used before. Take the next one."))


def _again(form: Form, status: int) -> ResponseReturnValue:
    if wants_json():
        return {"error": [str(text) for texts in form.errors.values() for text in texts]}, status
    try:
        waiting, account = pending.found(db(), cookies.pending_token(), now())
    except Over:
        return _over()
    return _page(waiting, account, form), status


def _over() -> ResponseReturnValue:
    """Say that there is no sign-in under way: it took too long, or was finished."""
    if wants_json():
        return {"error": [_("This took too long. Sign in anew.")], "over": True}, 410
    return render_template("second_factor/over.html"), 410


def _page(waiting: PendingSignIn, account: Account, tried: Form) -> str:
    onward = tried.next.data or ""
    code = tried if isinstance(tried, CodeForm) else CodeForm(formdata=None, next=onward)
    passkey = tried if isinstance(tried, PasskeyForm) else PasskeyForm(formdata=None, next=onward)
    shared = {"form": tried, "code": code, "passkey": passkey, "site": passkeys.site_of(config().base_url)}
    if waiting.sets_up:
        shown = codes.proposed_secret(db(), account.id, secret()) or ""
        picture = codes.picture(shown, account.email)
        return render_template("second_factor/set_up.html", **shared, picture=picture, shown=codes.to_type(shown))
    mine, may_trust = factors.factors_of(db(), account.id), policy.may_trust(db(), account.id)
    return render_template("second_factor/second.html", **shared, mine=mine, may_trust=may_trust)


def _step(form: Any) -> Step:
    return Step(
        cookies.pending_token(),
        request.remote_addr or "",
        cookies.device_token(),
        config().base_url,
        bool(form.trust.data),
        trusting.browser_name(request.user_agent.string) or _("A browser"),
    )


def _site() -> Site:
    """Return the site passkeys belong to. NotFound where browsers give it none."""
    site = passkeys.site_of(config().base_url)
    if site is None:
        raise NotFound
    return site
