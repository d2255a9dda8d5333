"""What a platform sends people to: the login it begins, the launch that answers it, and our public keys."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.doors.lti import (
    arriving,
    connecting,
    deep_linking,
    framing,
    giving,
    keys,
    launching,
    logging_in,
    states,
    targets,
)
from lms.doors.lti.arriving import Arrived
from lms.doors.lti.checking import is_ours
from lms.doors.lti.claims import DEEP_LINKING, Launch
from lms.doors.lti.matching import KnownAlready
from lms.doors.lti.models import LtiPlatform
from lms.doors.lti.refusing import Refused
from lms.doors.lti.states import LoginState
from lms.doors.partners import log
from lms.doors.partners.models import IN, REFUSED
from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor, Role, allow
from lms.people import cookies
from lms.people.letting_in import Opened, let_in
from lms.people.models import Person
from lms.people.throttling import Guesses
from lms.web import frames
from lms.web.context import config, database, db, is_https, now, secret

PARAMETERS: Final = ("iss", "client_id", "login_hint", "lti_message_hint", "target_link_uri", "lti_deployment_id")
LONGEST_PARAMETER: Final = 10_000
CHECK, CHECKED = "lti_check", "checked"
"""The cookie that shows whether a frame keeps any, and the parameter that says it was sent."""


@allow(Role.EVERYONE)
def login() -> ResponseReturnValue:
    """Answer a platform that wants to launch: send the browser back to it, with what it must repeat."""
    sent = {name: request.values[name] for name in PARAMETERS if request.values.get(name)}
    try:
        platform = logging_in.platform_of(database(), sent, LONGEST_PARAMETER)
        if "target_link_uri" in sent and not is_ours(sent["target_link_uri"], config().base_url):
            raise Refused("target", f"target_link_uri: it must begin with {config().base_url}/ .")
    except Refused as refused:
        return _refused(refused, None, [sent.get("iss", ""), request.headers.get("Origin", "")])
    framed = framing.is_in_foreign_frame()
    if _keeps_no_cookies(framed):
        return _in_own_window(sent, platform)
    if framed is not False and CHECKED not in request.args:
        return _to_check(sent)
    state, kept = states.begin(platform.id, sent, now())
    launch_url = f"{config().base_url}/lti/launch"
    there = logging_in.address_of(platform, sent, launch_url, states.write(secret(), state), state.nonce)
    response = current_app.make_response(redirect(there))
    frames.give(response, f"lti_{state.slot}", kept, int(states.LASTS.total_seconds()))
    return response


@allow(Role.EVERYONE)
def launch() -> ResponseReturnValue:
    """Let in whom a platform sends, into what it was asked for."""
    platform = None
    try:
        state = _state()
        platform = launching.platform_of(database(), state)
        kept = request.cookies.get(frames.cookie_name(f"lti_{state.slot}"))
        if kept is None:
            return _without_cookie(state, platform)
        if not state.fits(kept):
            raise Refused("state", "state: it belongs to another browser's login.")
        return _launched(state, platform)
    except Refused as refused:
        return _refused(refused, platform, [request.headers.get("Origin", "")])


@allow(Role.EVERYONE)
def jwks() -> ResponseReturnValue:
    """Give platforms the keys that check what we sign."""
    response = current_app.json.response(keys.key_set(db()))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _state() -> LoginState:
    if "error" in request.form:
        told = f"error: {log.code_of(request.form['error'], request.form.get('error_description', ''))}"
        state = states.read(secret(), _carried(), now())
        if state is not None:
            _note(launching.platform_of(database(), state), told)
        raise Refused("platform", told)
    state = states.read(secret(), _carried(), now())
    if state is None:
        raise Refused("state", "state: it is not ours, or older than ten minutes.")
    return state


def _carried() -> str:
    return request.form.get("state", "").removeprefix("state-")


def _launched(state: LoginState, platform: LtiPlatform) -> ResponseReturnValue:
    checked = launching.check(database(), config(), request.form.get("id_token", ""), state, now())
    found = checked.launch
    chosen: list[str] = []

    def then(session: Any, launch: Launch, arrived: Arrived) -> None:
        if launch.message_type == DEEP_LINKING:
            chosen.append(
                deep_linking.open_picker(session, launch, arrived.context.deployment_id, arrived.person, now())
            )

    try:
        arrived = arriving.arrive(database(), checked, now(), then)
    except KnownAlready as known:
        return _to_connect(found, known.person, state)
    path = url_for("lti.choose", token=chosen[-1]) if chosen else _path(found, arrived)
    response = let_in(Opened(arrived.token, arrived.person), path, give=cookies.give_frame_session)
    framing.remember(platform, found.return_url, framed=framing.is_shown_in_frame(found.document_target))
    frames.take(response, f"lti_{state.slot}")
    return response


def _path(found: Launch, arrived: Arrived) -> str:
    target = arrived.link.target if arrived.link is not None else found.target
    path = _path_to(arrived, target)
    if path is None and giving.give(database(), found, arrived, target, now()):
        path = _path_to(arrived, target)
    return path or url_for("lti.nowhere", target=target)


def _path_to(arrived: Arrived, target: str) -> str | None:
    with database().reading() as session:
        return targets.path_of(session, _actor(arrived.person), target)


def _actor(person: Person) -> Actor:
    ids = PersonId(person.id), AccountId(person.account_id), OrganisationId(person.organisation_id)  # type: ignore[arg-type]
    return Actor(*ids, frozenset({Role.LEARNER}))


def _without_cookie(state: LoginState, platform: LtiPlatform) -> ResponseReturnValue:
    """Send the launch to ourselves once: what another site's page posts comes without our cookies, our own with them.

    Where they do not come then either, the browser keeps none of ours in this frame: a window of its own helps.
    """
    if "again" in request.form:
        return _in_own_window(state.begun, platform)
    page = render_template(
        "lti/resend.html", fields={name: request.form.get(name, "") for name in ("id_token", "state")}
    )
    return _held(page, framing.origins_of(platform), 200)


def _keeps_no_cookies(framed: bool | None) -> bool:
    """Return whether the browser loses every cookie of ours where it stands: none came back, or it cannot over http.

    `framed`: whether that is a frame of another site, None where the browser does not say.
    """
    lost = CHECKED in request.args and frames.cookie_name(CHECK) not in request.cookies
    return framed is not False and (lost or (framed is True and not is_https()))


def _to_check(sent: dict[str, str]) -> Response:
    """Send what may be a frame to the same login with a cookie, to see whether that comes along.

    It is found out before the platform is asked: Moodle answers a login once, and the window needs that answer.
    """
    again = f"{url_for('lti.login')}?{urlencode({**sent, CHECKED: 'yes'})}"
    response = current_app.make_response(redirect(again, 303))
    frames.give(response, CHECK, "yes", 60)
    return response


def _in_own_window(sent: dict[str, str], platform: LtiPlatform) -> ResponseReturnValue:
    address = f"{url_for('lti.login')}?{urlencode(sent)}" if sent else None
    page = render_template("lti/own_window.html", platform=platform, address=address)
    return _held(page, framing.origins_of(platform), 200)


def _to_connect(found: Launch, person: Person, state: LoginState) -> ResponseReturnValue:
    told = "Their address belongs to an account here that has a password or a role; they can connect the two."
    _note(found.platform, told, status=403, person=person)
    address = url_for("lti.connection", token=connecting.offer(secret(), found, person, now()))
    page = render_template("lti/known_already.html", platform=found.platform, address=address, email=found.email)
    response = _held(page, framing.origins_of(found.platform, found.return_url), 403)
    frames.take(response, f"lti_{state.slot}")
    return response


def _refused(refused: Refused, platform: LtiPlatform | None, asked_by: list[str]) -> ResponseReturnValue:
    if platform is not None:
        _note(platform, refused.told, status=refused.status)
        origins = framing.origins_of(platform)
    else:
        origins = [origin for each in asked_by if (origin := frames.origin_of(each)) is not None]
    return _held(render_template("lti/refused.html", refused=refused), origins, refused.status)


def _note(platform: LtiPlatform, told: str, *, status: int = 400, person: Person | None = None) -> None:
    """Note a refusal for the administrator; of one address only some in a quarter of an hour: none floods it."""
    guesses = Guesses(secret(), f"lti {platform.id}", request.remote_addr or "")
    who = person.id if person is not None else None
    with database().writing() as session:
        if guesses.are_used_up(session, now()):
            return
        guesses.count(session, now())
        log.note(
            session, platform.organisation_id, "lti", IN, "launch", now(),
            outcome=REFUSED, partner=platform.id, person=who, status=status, told=told,
        )  # fmt: skip


def _held(page: str, origins: list[str], status: int) -> Response:
    response = current_app.make_response((page, status))
    frames.may_be_held_by(response, origins)
    return response
