"""Choosing content for a course: the page a platform opens for whoever teaches there, and what it gets back.

What the platform asked is kept here for an hour, under an address that only the one who came can use, and once.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.doors.lti import deep_linking_offers as offers
from lms.doors.lti.claims import CHOICE, Launch, address, cleaned
from lms.doors.lti.deep_linking_message import Asker, item, response
from lms.doors.lti.deep_linking_offers import Offer
from lms.doors.lti.keys import signing_key
from lms.doors.lti.models import LtiDeployment, LtiPlatform
from lms.doors.lti.refusing import Refused
from lms.doors.lti.service_models import LtiChoice
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.people.models import Person
from lms.web.context import actor, config, db, my, now, secret
from lms.web.forms import Confirmation
from lms.web.frames import origin_of
from lms.web.headers import POLICY

LASTS: Final = timedelta(hours=1)
LONGEST_DATA: Final = 20_000
LONGEST_QUERY: Final = 200
MOST_ITEMS: Final = 100
LINK: Final = "ltiResourceLink"
_MAKERS: Final = "http://purl.imsglobal.org/vocab/lis/v2/membership"
MAKERS: Final = frozenset({f"{_MAKERS}#ContentDeveloper", f"{_MAKERS}#Administrator"})
"""Roles in a course that choose its content though they do not teach it."""


def open_picker(session: Session, launch: Launch, deployment: UUID, person: Person, now: datetime) -> str:
    """Keep what a platform asked for and return the word of the address at which `person` chooses. Raises Refused."""
    if not (launch.is_instructor or launch.roles & MAKERS):
        raise Refused("instructor", "roles: only an instructor of the course chooses content.", status=403)
    asked: Mapping[str, Any] = launch.claims.get(CHOICE) or {}
    back = address(asked.get("deep_link_return_url"))
    if back is None or origin_of(back) is None:
        raise Refused("incomplete", "deep_link_return_url: it is missing or no web address.")
    types = asked.get("accept_types")
    if isinstance(types, list) and LINK not in types:
        raise Refused("message", f"accept_types: the platform takes no {LINK} here.")
    data = asked.get("data")
    if data is not None and (not isinstance(data, str) or len(data) > LONGEST_DATA):
        raise Refused("incomplete", "data: it is not a text, or far too long.")
    token = secrets.token_urlsafe(24)
    session.add(
        LtiChoice(
            organisation_id=person.organisation_id,
            deployment_id=deployment,
            person_id=person.id,
            token_hash=_hash(token),
            return_url=back,
            data=cleaned(data) if data is not None else None,
            course=launch.context.title if launch.context is not None else "",
            multiple=_says_yes(asked.get("accept_multiple")),
            scores=asked.get("accept_lineitem", True) in (True, "true"),
            expires_at=now + LASTS,
        )
    )
    session.flush()
    return token


@allow(*MEMBERS)
def choose(token: str) -> ResponseReturnValue:
    """Show what can be put into the course I came from, for an hour and until something was sent."""
    found = _mine(token)
    return _over() if found is None else _page(token, found)


@allow(*MEMBERS)
def send(token: str) -> ResponseReturnValue:
    """Send what I have ticked to the platform, or that I chose nothing; either ends the choice. Or look for words."""
    if not Confirmation().validate():
        abort(400)
    found = _mine(token)
    if found is None:
        return _over()
    if "find" in request.form:
        return _page(token, found)
    is_cancelled = "cancel" in request.form
    picked = [] if is_cancelled else offers.chosen(offers.groups(db(), actor()), request.form.getlist("target"))
    problem = "" if is_cancelled else _problem(found, len(picked))
    if problem:
        return _page(token, found, problem), 422
    return _sent(found, picked) if _use(found) else _over()


def _problem(found: LtiChoice, number: int) -> str:
    if number == 0:
        problem: str = _("Tick what the course is to open first.")
    elif number > 1 and not found.multiple:
        problem = _("Your platform takes one thing at a time.")
    elif number > MOST_ITEMS:
        problem = _("That is more than %(most)d. Send them in portions.", most=MOST_ITEMS)
    else:
        problem = ""
    return problem


def _sent(found: LtiChoice, picked: Sequence[Offer]) -> Response:
    platform, asker = _asker(found)
    launch_url = f"{config().base_url}/lti/launch"
    items = [item(each, launch_url, scores=found.scores) for each in picked]
    message = response(asker, items, signing_key(db(), secret(), now()), now())
    html = render_template(
        "lti/deep_linking_sent.html", choice=found, platform=platform, message=message, picked=picked
    )
    return _posting_to(html, found.return_url)


def _page(token: str, found: LtiChoice, problem: str = "") -> str:
    words = request.values.get("q", "")[:LONGEST_QUERY]
    ticked = request.form.getlist("target")[:MOST_ITEMS]
    groups = offers.groups(db(), actor(), words)
    shown = {each.target for group in groups for each in group.offers}
    return render_template(
        "lti/deep_linking.html",
        choice=found,
        platform=_asker(found)[0],
        token=token,
        words=words,
        groups=groups,
        ticked=ticked,
        hidden=[each for each in ticked if each not in shown],
        problem=problem,
        form=Confirmation(),
    )


def _over() -> ResponseReturnValue:
    return render_template("lti/deep_linking_over.html"), 410


def _mine(token: str) -> LtiChoice | None:
    """Return my choice at that address, None where it is over; NotFound where it was never mine."""
    found = my(LtiChoice).where(LtiChoice.token_hash == _hash(token)).one_or_404()
    return found if found.used_at is None and found.expires_at > now() else None


def _use(found: LtiChoice) -> bool:
    """End a choice; return False where another tab was quicker."""
    once = update(LtiChoice).where(LtiChoice.id == found.id, LtiChoice.used_at.is_(None)).values(used_at=now())
    return db().execute(once.returning(LtiChoice.id)).first() is not None


def _asker(found: LtiChoice) -> tuple[LtiPlatform, Asker]:
    query = select(LtiPlatform, LtiDeployment.deployment).join(
        LtiDeployment, LtiDeployment.platform_id == LtiPlatform.id
    )
    row = db().execute(query.where(LtiDeployment.id == found.deployment_id, LtiPlatform.active)).first()
    if row is None:
        raise NotFound
    platform, deployment = row
    return platform, Asker(platform.issuer, platform.client_id, deployment, found.data)


def _posting_to(html: str, url: str) -> Response:
    """Return a page whose form may go to the origin of `url` and nowhere else."""
    answer = make_response(html)
    allowed = f"form-action {origin_of(url)}"
    answer.headers["Content-Security-Policy"] = POLICY.replace("form-action 'self'", allowed)
    return answer


def _says_yes(value: object) -> bool:
    return value is True or value == "true"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
