"""What a person sees of signing in, of themselves, and of the organisation's settings."""

from __future__ import annotations

from flask import Request, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel import audit
from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, Role, allow
from lms.people import cookies, elsewhere, export, installation, sessions
from lms.people.auditing.own_views import this_week
from lms.people.forms import LanguagePreferenceForm, MembershipForm, OrganisationForm, SignInForm
from lms.people.letting_in import let_in
from lms.people.models import Account, Organisation, Person
from lms.people.second_factor import own_views, passkeys
from lms.people.second_factor import sign_in_views as second_step
from lms.people.second_factor.forms import PasskeyForm
from lms.people.signing_in import Door, TooManyTries, Waiting, memberships_of
from lms.people.signing_in import sign_in as try_to_sign_in
from lms.web.context import SAFE_METHODS, actor, config, database, db, my, now, secret
from lms.web.languages import COOKIE, language
from lms.web.redirects import safe_next
from lms.web.shell import wants_json
from lms.web.visitors import Visitor, signed_in_visitor, visitor


def recognise(asked: Request) -> Visitor | None:
    """Return who holds the session cookie of this request; note at most every five minutes that they were here."""
    token = cookies.session_token()
    if not token:
        return None
    if asked.method in SAFE_METHODS:  # the page's own reading session; a writing one must not begin before the work
        found = sessions.signed_in(db(), token, now())
    else:
        with database().reading() as reading:
            found = sessions.signed_in(reading, token, now())
    if found is not None and now() - found.last_seen > sessions.SEEN_EVERY:
        with database().writing() as writing:
            sessions.touch(writing, found.token_hash, now())
    return found


@allow(Role.EVERYONE)
def sign_in() -> ResponseReturnValue:
    """Show the way in."""
    if visitor() is not None:
        return redirect(safe_next(request.args.get("next")) or url_for("web.home"))
    return _sign_in_page(SignInForm(next=safe_next(request.args.get("next")) or ""))


@allow(Role.EVERYONE, checks_secret=True)
def open_session() -> ResponseReturnValue:
    """Check the secret and let in, on a page or in place."""
    form = SignInForm()
    if not form.validate():
        return _kept_out(form, 422)
    tokens = cookies.device_token(), cookies.trust_token()
    door = Door(form.email.data, form.password.data, request.remote_addr or "", *tokens)
    try:
        opened = try_to_sign_in(database(), door, secret(), now())
    except TooManyTries:
        form.form_errors = [_("Too many tries. Wait a quarter of an hour, then try again.")]
        return _kept_out(form, 429)
    if opened is None:
        with database().reading() as reading:
            there = elsewhere.words(reading, form.email.data)
        form.form_errors = [there or _("The address and the password do not belong together.")]
        return _kept_out(form, 422)
    if isinstance(opened, Waiting):
        return second_step.begin(opened, form.next.data)
    response = let_in(opened, form.next.data)
    own_views.remind(opened.person)
    return response


def _kept_out(form: SignInForm, status: int) -> ResponseReturnValue:
    if wants_json():
        return {"error": [str(text) for texts in form.errors.values() for text in texts]}, status
    return _sign_in_page(form), status


def _sign_in_page(form: SignInForm) -> str:
    passkey = PasskeyForm(formdata=None, next=form.next.data) if passkeys.site_of(config().base_url) else None
    return render_template("people/sign_in.html", form=form, passkey=passkey)


@allow(*MEMBERS)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    sessions.close_session(db(), cookies.session_token() or "")
    session.clear()
    there = elsewhere.after_leaving(signed_in_visitor())
    response = current_app.make_response(redirect(there or url_for("people.sign_in"), 303))
    cookies.take_session(response)
    return response


@allow(*MEMBERS)
def me() -> ResponseReturnValue:
    """Show what is known of me, who has looked, and what I may do with it."""
    person = my(Person).where(Person.id == actor().person_id).one_or_404()
    memberships = list(db().scalars(memberships_of(actor().account_id)))
    organisations = {o.id: o.name for o in export.organisations_of(db(), memberships)}
    form = LanguagePreferenceForm(language=my(Account).one_or_404().language or language())
    return render_template(
        "people/me.html",
        person=person,
        week=this_week(),
        memberships=memberships,
        organisations=organisations,
        form=form,
    )


@allow(*MEMBERS)
def prefer_language() -> ResponseReturnValue:
    """Keep the language I want to be met in, on every browser."""
    form = LanguagePreferenceForm()
    if not form.validate():
        abort(422)
    my(Account).one_or_404().language = form.language.data
    response = current_app.make_response(redirect(url_for("people.me"), 303))
    response.delete_cookie(COOKIE)
    return response


@allow(*MEMBERS)
def change_organisation() -> ResponseReturnValue:
    """Work in another of my organisations: a new session, because the roles change."""
    form = MembershipForm()
    wanted = read_id(form.person.data or "")
    person = db().scalars(memberships_of(actor().account_id).where(Person.id == wanted)).first()
    if not form.validate() or person is None:
        abort(404)
    if signed_in_visitor().door or elsewhere.is_barred(db(), person):  # whoever let them in vouches for one company
        flash(_("The way you came in opens one organisation only. Sign out, then sign in for the other one."))
        return redirect(url_for("people.me"), 303)
    begun = sessions.begun_at(db(), signed_in_visitor().token_hash)  # nobody has shown anew who they are
    sessions.close_session(db(), cookies.session_token() or "")
    token = sessions.open_session(db(), person, now(), begun=begun)
    session["person"] = str(person.id)
    response = current_app.make_response(redirect(url_for("web.home"), 303))
    cookies.give_session(response, token)
    return response


@allow(*MEMBERS)
def own_data() -> ResponseReturnValue:
    """Give me everything that is kept about me, as one file."""
    found = export.everything_about(db(), actor())
    response = current_app.json.response(found)
    response.headers["Content-Disposition"] = 'attachment; filename="outside-in-my-data.json"'
    return response


@allow(Role.ADMIN)
def settings() -> ResponseReturnValue:
    """Show the organisation's settings and the state of the installation."""
    organisation = my(Organisation).one_or_404()
    return _settings_page(OrganisationForm(obj=organisation), organisation)


@allow(Role.ADMIN)
def save_settings() -> ResponseReturnValue:
    """Change the organisation's settings."""
    form = OrganisationForm()
    organisation = my(Organisation).one_or_404()
    if not form.validate():
        return _settings_page(form, organisation), 422
    form.populate_obj(organisation)
    audit.note(db(), actor(), "organisation.changed", now())
    flash(_("The settings are saved."))
    return redirect(url_for("people.settings"), 303)


def _settings_page(form: OrganisationForm, organisation: Organisation) -> str:
    return render_template(
        "people/settings.html", form=form, organisation=organisation, installation=installation.facts(db(), config())
    )
