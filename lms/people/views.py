"""What a person sees of signing in, of themselves, and of the organisation's settings."""

from __future__ import annotations

from flask import Request, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from lms.kernel import audit
from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, Role, allow
from lms.people import cookies, export, installation, sessions
from lms.people.auditing.own_views import this_week
from lms.people.forms import LanguagePreferenceForm, MembershipForm, OrganisationForm, SignInForm
from lms.people.models import Account, Organisation, Person
from lms.people.signing_in import Door, Opened, TooManyTries, memberships_of
from lms.people.signing_in import sign_in as try_to_sign_in
from lms.web.context import SAFE_METHODS, actor, config, database, db, my, now, secret
from lms.web.languages import COOKIE, language
from lms.web.redirects import safe_next
from lms.web.shell import wants_json
from lms.web.visitors import Visitor, visitor


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
    form = SignInForm(next=safe_next(request.args.get("next")) or "")
    return render_template("people/sign_in.html", form=form)


@allow(Role.EVERYONE, checks_secret=True)
def open_session() -> ResponseReturnValue:
    """Check the secret and let in, on a page or in place."""
    form = SignInForm()
    if not form.validate():
        return _kept_out(form, 422)
    door = Door(form.email.data, form.password.data, request.remote_addr or "", cookies.device_token())
    try:
        opened = try_to_sign_in(database(), door, secret(), now())
    except TooManyTries:
        form.form_errors = [_("Too many tries. Wait a quarter of an hour, then try again.")]
        return _kept_out(form, 429)
    if opened is None:
        form.form_errors = [_("The address and the password do not belong together.")]
        return _kept_out(form, 422)
    return _let_in(opened, form)


def _let_in(opened: Opened, form: SignInForm) -> ResponseReturnValue:
    sessions.close_session(db(), cookies.session_token() or "")  # the browser's former session ends with the new one
    person = str(opened.person.id)
    if session.get("person") != person:  # another person at this browser: forms of the last one must not fit
        session.clear()
        g.pop("csrf_token", None)  # the form's own check left the former session's token there
        session["person"] = person
    if wants_json():
        response = current_app.make_response({"person": person, "token": generate_csrf()})
    else:
        response = current_app.make_response(redirect(safe_next(form.next.data) or url_for("web.home"), 303))
    cookies.give_session(response, opened.token)
    if opened.device:
        cookies.give_device(response, opened.device)
    return response


def _kept_out(form: SignInForm, status: int) -> ResponseReturnValue:
    if wants_json():
        return {"error": [str(text) for texts in form.errors.values() for text in texts]}, status
    return render_template("people/sign_in.html", form=form), status


@allow(*MEMBERS)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    sessions.close_session(db(), cookies.session_token() or "")
    session.clear()
    response = current_app.make_response(redirect(url_for("people.sign_in"), 303))
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
    sessions.close_session(db(), cookies.session_token() or "")
    token = sessions.open_session(db(), person, now())
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
