"""One's own ways in: /me/security. Everything that makes a way in, or takes one away, asks first whether it is you, and
is there for sessions of our own sign-in alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from lms.kernel import audit
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.people import sessions
from lms.people.models import Account, Person, SignIn
from lms.people.second_factor import codes, confirming, factors, passkeys, policy, recovery, telling, trusting
from lms.people.second_factor.forms import (
    AgainByCodeForm,
    AgainByPasskeyForm,
    CodeForm,
    NameForm,
    PasskeyForm,
    PasswordForm,
)
from lms.people.second_factor.guarding import own_sign_in
from lms.people.second_factor.models import Passkey, TrustedBrowser
from lms.web.context import actor, config, db, my, now, secret
from lms.web.forms import Confirmation, Form
from lms.web.redirects import safe_next
from lms.web.shell import wants_json
from lms.web.visitors import signed_in_visitor

HOME = confirming.HOME


def remind(person: Person) -> None:
    """Say to whoever will have to have a second factor, and has none, from when on; where they have just come in."""
    account = person.account_id
    day = None if account is None or wants_json() else policy.asked_from(db(), account)
    if account is not None and day is not None and day > date.min and not factors.has_any(db(), account):
        said = _("From %(day)s on your organisation asks you for a second factor.", day=format_date(day, "long"))
        flash(_("%(said)s Set it up under “My data and privacy”, “How you sign in”.", said=said))


@allow(*MEMBERS)
def security() -> ResponseReturnValue:
    """Show my ways in, and where I am signed in."""
    return page(PasswordForm(formdata=None))


@allow(*MEMBERS)
@own_sign_in
def begin_app() -> ResponseReturnValue:
    """Make the secret for an app that I want to set up; one in use stays in use until the first code."""
    _checked(Confirmation())
    if not _may_change():
        return confirming.ask_first()
    codes.propose(db(), _account().id, secret())
    return redirect(url_for("second_factor.app"), 303)


@allow(*MEMBERS)
@own_sign_in
def app() -> ResponseReturnValue:
    """Show the picture and the text that my app is set up with."""
    return _app_page(CodeForm()) if _may_change() else confirming.ask_first()


@allow(*MEMBERS)
@own_sign_in
def accept_app() -> ResponseReturnValue:
    """Begin to use the app with its first code."""
    form = CodeForm()
    if not _may_change():
        return confirming.ask_first()
    if not form.validate():
        return _app_page(form, 422)
    first = not factors.has_any(db(), _account().id)
    if not codes.accept(db(), _account().id, form.code.data, secret(), now()):
        form.code.errors = [_("That code does not fit. Is the clock of your phone right? Take the next one.")]
        return _app_page(form, 422)
    _tell(telling.APP_ADDED)
    return _added(first, _("The app is set up. From now on you are asked for its code."))


@allow(*MEMBERS)
@own_sign_in
def remove_app() -> ResponseReturnValue:
    """Stop using my app."""
    _checked(Confirmation())
    if not _may_change():
        return confirming.ask_first()
    try:
        if factors.remove_app(db(), _account().id, now()):
            _tell(telling.APP_REMOVED)
    except factors.Needed:
        return _needed()
    flash(_("The app is removed. Delete the entry in it too."))
    return redirect(url_for(HOME), 303)


@allow(*MEMBERS)
@own_sign_in
def ask_passkey() -> ResponseReturnValue:
    """Give the browser what it makes a passkey with."""
    site = passkeys.site_of(config().base_url)
    if site is None or not _may_change():
        raise NotFound
    return passkeys.options_for_new(db(), site, _account(), secret(), now())


@allow(*MEMBERS)
@own_sign_in
def add_passkey() -> ResponseReturnValue:
    """Keep a passkey the browser has made."""
    form, site = PasskeyForm(), passkeys.site_of(config().base_url)
    if not _may_change():
        return confirming.ask_first()
    if site is None or not form.validate():
        abort(422)
    first, name = not factors.has_any(db(), _account().id), form.name.data or _("Passkey")
    try:
        passkeys.keep(db(), site, _account().id, form.credential.data, name, secret(), now())
    except passkeys.Wrong:
        flash(_("The passkey could not be kept. Make one again."))
        db().rollback()
        return redirect(url_for(HOME), 303)
    _tell(telling.PASSKEY_ADDED)
    return _added(first, _("The passkey is kept. It opens this site with and without your password."))


@allow(*MEMBERS)
@own_sign_in
def rename_passkey(passkey: UUID) -> ResponseReturnValue:
    """Call one of my passkeys something else."""
    form, mine = NameForm(), my(Passkey).where(Passkey.id == passkey).one_or_404()
    if not form.validate():
        abort(422)
    mine.name = " ".join((form.name.data or "").split())[: passkeys.NAME]
    return redirect(url_for(HOME), 303)


@allow(*MEMBERS)
@own_sign_in
def remove_passkey(passkey: UUID) -> ResponseReturnValue:
    """Forget one of my passkeys."""
    _checked(Confirmation())
    mine = my(Passkey).where(Passkey.id == passkey).one_or_404()
    if not _may_change():
        return confirming.ask_first()
    try:
        factors.remove_passkey(db(), mine.account_id, mine.id, now())
    except factors.Needed:
        return _needed()
    _tell(telling.PASSKEY_REMOVED)
    flash(_("The passkey opens nothing here any more. Delete it on your device too."))
    return redirect(url_for(HOME), 303)


@allow(*MEMBERS)
@own_sign_in
def make_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them this once."""
    _checked(Confirmation())
    if not _may_change():
        return confirming.ask_first()
    if not factors.has_any(db(), _account().id):
        raise NotFound
    _tell(telling.CODES_MADE)
    return _codes_page()


@allow(*MEMBERS)
@own_sign_in
def end_trust(browser: UUID) -> ResponseReturnValue:
    """Trust one of my browsers no more."""
    _checked(Confirmation())
    db().delete(my(TrustedBrowser).where(TrustedBrowser.id == browser).one_or_404())
    audit.note(db(), actor(), telling.TRUST_ENDED, now(), subject=actor().person_id)
    return redirect(url_for(HOME), 303)


@allow(*MEMBERS)
def sign_out_others() -> ResponseReturnValue:
    """End my sessions in every other browser; whoever came through a door ends those of this organisation."""
    _checked(Confirmation())
    who = signed_in_visitor()
    sessions.close_others(db(), who.actor.account_id, who.token_hash, only=who.actor.person_id if who.door else None)
    audit.note(db(), actor(), telling.SIGNED_OUT, now(), subject=actor().person_id)
    flash(_("You are signed out everywhere else."))
    return redirect(url_for(HOME), 303)


def page(tried: Form) -> str:
    """Return the page; `tried`: the form in which it was last shown that it is me, with what is wrong in it."""
    account = my(Account).one_or_404()
    onward = tried.next.data or safe_next(request.args.get("next")) or ""
    again = {each: each(formdata=None, next=onward) for each in (PasswordForm, AgainByCodeForm, AgainByPasskeyForm)}
    again[type(tried)] = tried if tried.errors else again[type(tried)]
    return render_template(
        "second_factor/security.html",
        tried=tried,
        form=again[PasswordForm],
        by_code=again[AgainByCodeForm],
        by_passkey=again[AgainByPasskeyForm],
        account=account,
        mine=factors.factors_of(db(), account.id),
        few=recovery.FEW,
        confirmed=bool(account.password_hash) and confirming.is_confirmed(),
        asked_from=policy.asked_from(db(), account.id),
        site=passkeys.site_of(config().base_url),
        passkey=PasskeyForm(formdata=None),
        trusted=my(TrustedBrowser)
        .where(TrustedBrowser.made_at > now() - trusting.LIFE)
        .order_by(TrustedBrowser.made_at.desc())
        .all(),
        signed_in=_signed_in(),
        this=signed_in_visitor().token_hash,
    )


def _signed_in() -> list[SignIn]:
    """Return my sessions; whoever came through a door sees those of this organisation."""
    found = my(SignIn).where(SignIn.last_seen > now() - sessions.IDLE).order_by(SignIn.created_at.desc())
    return (found.where(SignIn.person_id == actor().person_id) if signed_in_visitor().door else found).all()


def _app_page(form: CodeForm, status: int = 200) -> ResponseReturnValue:
    account = _account()
    shown = codes.proposed_secret(db(), account.id, secret())
    if shown is None:
        return redirect(url_for(HOME), 303)
    picture = codes.picture(shown, account.email)
    return render_template("second_factor/app.html", form=form, picture=picture, shown=codes.to_type(shown)), status


def _added(first: bool, said: str) -> ResponseReturnValue:
    """Go back to my ways in; where this was the first, the recovery codes come with it."""
    if first:
        return _codes_page()
    flash(said)
    return redirect(url_for(HOME), 303)


def _codes_page() -> str:
    return render_template(
        "second_factor/codes.html", codes=recovery.renew(db(), _account().id, secret(), now()), onward=url_for(HOME)
    )


def _account() -> Account:
    """Return my account. NotFound where it has no password: another provider looks after its ways in."""
    account = my(Account).one_or_404()
    if account.password_hash is None:
        raise NotFound
    return account


def _may_change() -> bool:
    return _account().password_hash is not None and confirming.is_confirmed()


def _needed() -> ResponseReturnValue:
    db().rollback()
    flash(_("Your organisation asks you for a second factor. Add another one first, then remove this one."))
    return redirect(url_for(HOME), 303)


def _checked(form: Confirmation) -> None:
    if not form.validate():
        abort(400)


def _tell(what: str) -> None:
    person = my(Person).where(Person.id == actor().person_id).one_or_404()
    telling.tell(db(), person, what, config().base_url, now())
