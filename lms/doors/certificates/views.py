"""Certificates as their holders and those who check them see them."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog.models import Medium, ModuleVersion
from lms.doors.certificates import operations, typesetting
from lms.doors.certificates.forms import PracticeForm, practice_form
from lms.doors.certificates.models import Certificate
from lms.doors.certificates.numbers import grouped, read_number
from lms.doors.certificates.practice import done_exercises
from lms.kernel.permissions import MEMBERS, Role, allow
from lms.learning import completion
from lms.learning.in_hand import InHand, module_in_hand
from lms.people.throttling import Guesses
from lms.web.context import actor, config, database, db, my, now, secret
from lms.web.forms import Confirmation
from lms.web.languages import language, speak
from lms.web.paper.children import NotMade
from lms.web.visitors import signed_in_visitor


@allow(*MEMBERS)
def offer(slug: str) -> ResponseReturnValue:
    """Show what is left to do for a certificate, or let me ask for it; the certificate itself has its own page."""
    hand = module_in_hand(db(), actor(), slug)
    mine = operations.certificate_of(db(), actor(), hand)
    return _to(mine, 302) if mine is not None else _offer(hand)


@allow(*MEMBERS)
def issue(slug: str) -> ResponseReturnValue:
    """Give me the certificate of a module I have completed; the same one however often I ask."""
    hand = module_in_hand(db(), actor(), slug)
    ticked = PracticeForm().practised.data or []
    try:
        return _to(operations.issue(db(), actor(), hand, ticked, language(), now()), 303)
    except operations.NotCompleted:
        return _offer(hand), 422


@allow(*MEMBERS)
def mine() -> ResponseReturnValue:
    """Show all my certificates."""
    found = my(Certificate).order_by(Certificate.completed_on.desc(), Certificate.issued_at.desc()).all()
    return render_template("certificates/mine.html", certificates=found, grouped=grouped)


@allow(*MEMBERS)
def one(certificate: str) -> ResponseReturnValue:
    """Show one of my certificates, what it says and what I can do with it."""
    return _page(operations.own_certificate(db(), actor(), certificate))


@allow(*MEMBERS)
def document(certificate: str, spoken: str) -> ResponseReturnValue:
    """Give me one of my certificates as PDF, in the language I ask for; a withdrawn one is not given out."""
    mine = operations.own_certificate(db(), actor(), certificate)
    if mine.withdrawn_at is not None:
        return redirect(url_for("certificates.one", certificate=grouped(mine.number)), 302)
    spoken_before = language()
    speak(spoken)
    try:
        made = typesetting.typeset(typesetting.wording(mine, _cover(mine), _address(mine), signed_in_visitor().demo))
    except NotMade:
        speak(spoken_before)
        return _page(mine, unmade=True), 503
    response = Response(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{grouped(mine.number)}.pdf"'
    return response


@allow(*MEMBERS)
def practice(certificate: str) -> ResponseReturnValue:
    """Choose what my certificate shows of what I did at work."""
    mine = operations.own_certificate(db(), actor(), certificate)
    operations.show_practice(db(), actor(), mine, PracticeForm().practised.data or [])
    flash(_("Your certificate is up to date."))
    return _to(mine, 303)


@allow(*MEMBERS)
def withdrawal(certificate: str) -> ResponseReturnValue:
    """Withdraw my certificate: its number is no longer valid."""
    mine = operations.own_certificate(db(), actor(), certificate)
    operations.withdraw(mine, now())
    flash(_("The certificate is withdrawn. Whoever checks its number is told so."))
    return _to(mine, 303)


@allow(*MEMBERS)
def reinstatement(certificate: str) -> ResponseReturnValue:
    """Make my withdrawn certificate valid again."""
    mine = operations.own_certificate(db(), actor(), certificate)
    operations.reinstate(mine)
    flash(_("The certificate is valid again."))
    return _to(mine, 303)


@allow(Role.EVERYONE)
def ask() -> ResponseReturnValue:
    """Take a number to check; it leads to the address that answers."""
    typed = request.args.get("number", "").strip()
    if not typed:
        return _answer("", "asked", 200)
    if read_number(typed) is None:
        return _answer(typed, "mistyped", 422)
    return redirect(url_for("certificates.verify", certificate=grouped(read_number(typed) or "")), 302)


@allow(Role.EVERYONE, checks_secret=True)
def verify(certificate: str) -> ResponseReturnValue:
    """Tell anybody who has a number whether it is valid, and of a valid one who holds it for what."""
    number = read_number(certificate)
    if number is None:  # cannot be a number, so nothing is looked up and nothing guessed
        return _answer(certificate, "mistyped", 404)
    found = operations.verify(db(), number)
    if found is None:
        return _wrong_guess(grouped(number))
    state = "withdrawn" if found.withdrawn else "valid"
    return _answer(grouped(number), state, 200, found.certificate, demo=found.demo)


def _wrong_guess(number: str) -> ResponseReturnValue:
    """Count a guess; an address that has guessed too often learns nothing more.

    True numbers are answered all the same: with 95 bits of chance nobody comes upon one, while strangers behind the
    same proxy could otherwise keep everybody else out.
    """
    guesses = Guesses(secret(), "certificate", request.remote_addr or "")
    if guesses.are_used_up(db(), now()):
        return _answer(number, "throttled", 429)
    with database().writing() as writing:
        guesses.count(writing, now())
    return _answer(number, "unknown", 404)


def _to(mine: Certificate, status: int) -> ResponseReturnValue:
    return redirect(url_for("certificates.one", certificate=grouped(mine.number)), status)


def _offer(hand: InHand) -> str:
    done = done_exercises(db(), actor(), hand.module.id)
    rules = completion.checklist(db(), actor(), hand)
    return render_template("certificates/offer.html", hand=hand, rules=rules, form=practice_form(done))


def _page(mine: Certificate, *, unmade: bool = False) -> str:
    done = operations.may_be_shown(db(), actor(), mine)
    form = practice_form(done, [block for block, title in done.items() if title in mine.practised])
    return render_template(
        "certificates/one.html",
        certificate=mine,
        number=grouped(mine.number),
        address=_address(mine),
        form=form,
        sure=Confirmation(),
        unmade=unmade,
    )


def _answer(
    number: str, state: str, status: int, found: Certificate | None = None, *, demo: bool = False
) -> ResponseReturnValue:
    html = render_template("certificates/verify.html", number=number[:60], state=state, certificate=found, demo=demo)
    response = current_app.make_response((html, status))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _address(mine: Certificate) -> str:
    """Return where anybody checks the number: below the address people type, wherever we are mounted."""
    path = url_for("certificates.verify", certificate=grouped(mine.number))
    return config().base_url + path.removeprefix(request.script_root)


def _cover(mine: Certificate) -> str | None:
    """Return the module's cover as it was published, where it is a drawing."""
    version = my(ModuleVersion).where(ModuleVersion.id == mine.version_id).one_or_404()
    drawn = Medium.content_type == "image/svg+xml"
    cover = my(Medium).where(Medium.version_id == version.id, Medium.name == version.document["cover"], drawn).first()
    return cover.content.decode() if cover is not None else None
