"""Who is in a course but has not opened anything here yet: asked of the platform when a teacher asks, shown, not kept.

Only names are taken from what the platform tells, and of nobody who has been here.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.doors.lti.keys import signing_key
from lms.doors.lti.models import LtiContext, LtiPlatform, LtiUser, LtiVisit
from lms.doors.lti.service_calls import MEMBERS, NoService, Services, Tool
from lms.doors.lti.service_items import next_page, with_query
from lms.doors.partners import log
from lms.doors.partners.models import FAILED, OK, OUT
from lms.kernel.calling import Answer, CallError
from lms.kernel.permissions import MEMBERS as EVERYBODY
from lms.kernel.permissions import Actor, NotFound, Rows, allow
from lms.people.sessions import LAUNCHED
from lms.sentences import say
from lms.web.context import actor, config, database, now, secret
from lms.web.forms import Confirmation
from lms.web.visitors import signed_in_visitor

TYPE: Final = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
PAGE, MOST_PAGES, MOST = 200, 5, 1_000
SECONDS: Final = 8.0
"""After so long no further page is asked for: somebody is waiting."""
LONGEST_NAME: Final = 120
_LEARNER: Final = ("Learner", "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner")


@dataclass(frozen=True, slots=True)
class Members:
    """The learners of a course who have not been here: names in order; `nameless`: how many have none that is told.

    `cut`: more members may be there than could be asked for. `trouble`: why the platform could not be asked, or empty.
    """

    names: tuple[str, ...] = ()
    nameless: int = 0
    cut: bool = False
    trouble: str = ""


@allow(*EVERYBODY)
def missing(context: UUID) -> ResponseReturnValue:
    """Ask the platform of the course I come from and teach who has not opened anything here yet; show it this once."""
    if not Confirmation().validate():
        abort(400)
    who = signed_in_visitor()
    if who.door != LAUNCHED or who.context_id != context:
        raise NotFound
    with database().reading() as session:
        course, services, known = _asked_of(session, actor(), context)
    found = not_yet(services, course.memberships_url or "", known)
    outcome = FAILED if found.trouble else OK
    told = str(found.trouble)
    log.note_now(
        database(), course.organisation_id, "lti", OUT, "members", now(),
        outcome=outcome, told=told, partner=course.platform_id, person=actor().person_id,
    )  # fmt: skip
    back = url_for("lti.context", context=course.id)
    return render_template("lti/members.html", course=course, platform=services.platform.name, found=found, back=back)


missing.__dict__["only_reads"] = True  # while the platform is asked nobody's save waits


def not_yet(services: Services, url: str, known: set[str]) -> Members:
    """Return the learners of the course who are not among the subjects `known`, of at most `MOST` members."""
    try:
        members, cut = _members(services, url)
    except NoService as trouble:
        return Members(trouble=trouble.told)
    names = [_name(each) for each in members if _is_learner(each) and each.get("user_id") not in known]
    return Members(tuple(sorted(filter(None, names), key=str.casefold)), names.count(""), cut)


def _asked_of(session: Session, asking: Actor, context: UUID) -> tuple[LtiContext, Services, set[str]]:
    course = Rows(session, asking, LtiContext).where(LtiContext.id == context).one_or_404()
    platform = session.get(LtiPlatform, course.platform_id)
    if platform is None or not platform.active or not course.memberships_url:
        raise NotFound
    been = (
        select(LtiUser.subject)
        .join(LtiVisit, LtiVisit.person_id == LtiUser.person_id)
        .where(LtiUser.platform_id == platform.id, LtiVisit.context_id == course.id)
    )
    tool = Tool(signing_key(session, secret(), now()), config(), now)
    return course, Services(platform, tool), set(session.scalars(been))


def _members(services: Services, url: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the members of a course and whether there are more than could be asked for. Raises NoService."""
    at: str | None = with_query(url, limit=str(PAGE))
    members: list[dict[str, Any]] = []
    until = monotonic() + SECONDS
    for _turn in range(MOST_PAGES):
        if at is None or monotonic() > until:
            break
        answer = services.ask("GET", at, MEMBERS, accept=TYPE)
        if not answer.is_ok:
            raise NoService(say("The platform does not tell who is in this course."), answer.status)
        members += _list(answer)
        at = next_page(answer, at)
    return members[:MOST], at is not None or len(members) > MOST


def _list(answer: Answer) -> list[dict[str, Any]]:
    try:
        told = answer.json()
    except CallError as trouble:
        raise NoService(str(trouble)) from trouble
    members = told.get("members") if isinstance(told, dict) else None
    return [each for each in members if isinstance(each, dict)] if isinstance(members, list) else []


def _is_learner(member: dict[str, Any]) -> bool:
    roles = member.get("roles")
    is_there = member.get("status", "Active") == "Active"
    return is_there and isinstance(roles, list) and any(role in _LEARNER for role in roles)


def _name(member: dict[str, Any]) -> str:
    parts = [member.get(key) for key in ("given_name", "family_name")]
    whole = member.get("name") or " ".join(part for part in parts if isinstance(part, str))
    return " ".join(whole.split())[:LONGEST_NAME] if isinstance(whole, str) else ""
