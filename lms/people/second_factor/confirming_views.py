"""Showing once more that it is you: the password, a code of one's app, or a passkey. Each try counts as at sign-in."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.people import cookies
from lms.people.models import Account
from lms.people.passwords import password_fits
from lms.people.second_factor import challenges, codes, confirming, passkeys
from lms.people.second_factor.forms import AgainByCodeForm, AgainByPasskeyForm, PasswordForm
from lms.people.second_factor.guarding import own_sign_in
from lms.people.second_factor.own_views import page
from lms.people.second_factor.passkeys import Answer, Site
from lms.people.signing_in import throttle_of
from lms.web.context import actor, config, database, db, my, now, secret
from lms.web.forms import Form
from lms.web.redirects import safe_next

Shown = Callable[[Account], bool]


@allow(*MEMBERS, checks_secret=True)
@own_sign_in
def by_password() -> ResponseReturnValue:
    """Take my password once more, before something is changed."""
    form = PasswordForm()
    return _confirmed(
        form,
        lambda account: password_fits(form.password.data, account.password_hash),
        lambda: _wrong(form.password, _("That is not your password.")),
    )


@allow(*MEMBERS, checks_secret=True)
@own_sign_in
def by_code() -> ResponseReturnValue:
    """Take a code of my app instead of the password; it is used up."""
    form = AgainByCodeForm()

    def shown(account: Account) -> bool:
        with database().writing() as writing:
            return codes.use(writing, account.id, form.code.data, secret(), now())

    return _confirmed(
        form,
        shown,
        lambda: _wrong(form.code, _("That code is wrong, too old, or was used before. Take the next one.")),
    )


@allow(*MEMBERS)
@own_sign_in
def ask_passkey() -> ResponseReturnValue:
    """Give the browser what it asks my passkeys with."""
    account = my(Account).one_or_404()
    return passkeys.options_to_sign(db(), _site(), challenges.AGAIN, account.id, secret(), now())


@allow(*MEMBERS, checks_secret=True)
@own_sign_in
def by_passkey() -> ResponseReturnValue:
    """Take what one of my passkeys answers instead of the password."""
    form, site = AgainByPasskeyForm(), _site()

    def shown(account: Account) -> bool:
        with database().reading() as reading:
            answer = _answer(reading, site, form.credential.data, account)
        with database().writing() as writing:
            return answer is not None and passkeys.use(writing, answer, now())

    words = _("This passkey cannot be used here. Try again, or take another way.")
    return _confirmed(form, shown, lambda: form.form_errors.append(words))


def _confirmed(form: Form, shown: Shown, wrong: Callable[[], object]) -> ResponseReturnValue:
    """Count the try, look at what was shown, and go on to the page that was wanted."""
    if not form.validate():
        return page(form), 422
    with database().reading() as reading:
        account = reading.get_one(Account, actor().account_id)
        tried = (account.email, request.remote_addr or "", cookies.device_token())
        throttle = throttle_of(reading, account, *tried, secret())
    with database().writing() as writing:
        shut = throttle.is_shut(writing, now())
        if not shut:
            throttle.count(writing, now())
    if shut:
        form.form_errors = [_("Too many tries. Wait a quarter of an hour, then try again.")]
        return page(form), 429
    if account.password_hash is None or not shown(account):
        wrong()
        return page(form), 422
    with database().writing() as writing:
        throttle.forgive(writing)
    confirming.confirm()
    return redirect(safe_next(form.next.data) or url_for(confirming.HOME), 303)


def _wrong(field: object, words: str) -> None:
    field.errors = [words]  # type: ignore[attr-defined]  # a form's field


def _answer(session: Session, site: Site, sent: str, account: Account) -> Answer | None:
    try:
        passkey = passkeys.find(session, sent, account.id)
        return passkeys.check(site, passkey, sent, challenges.AGAIN, secret(), now()) if passkey else None
    except passkeys.Wrong:
        return None


def _site() -> Site:
    site = passkeys.site_of(config().base_url)
    if site is None:
        raise NotFound
    return site
