"""Carrying scores to a platform's gradebook: one at a time, each with the stamp it was wanted with.

The stamp makes a score that comes late harmless: a platform refuses one that is older than what it has (409). Where it
refuses ours so, we cannot know what it has, and the score as it is by then is wanted anew with a fresh stamp.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.doors.lti.keys import signing_key
from lms.doors.lti.models import LtiLink, LtiPlatform
from lms.doors.lti.passing import DOOR, KIND
from lms.doors.lti.service_calls import BUSY, SCORE, NoService, Services, Tool, is_trouble, wait_of
from lms.doors.lti.service_items import NoColumn, find_or_make, scores_url
from lms.doors.lti.service_models import LtiResult
from lms.doors.partners import log
from lms.doors.partners.models import DONE, FAILED, OK, OUT, REFUSED, WAITING, Delivery
from lms.doors.partners.registry import Outcome, Parcel, PartnerDown
from lms.kernel.bulk import among
from lms.kernel.calling import Answer
from lms.kernel.ids import read_id
from lms.kernel.jobs import Work
from lms.people.models import Person
from lms.sentences import say

TYPE: Final = "application/vnd.ims.lis.v1.score+json"
SECONDS: Final = 30.0
"""How long one call goes on: far less than what was claimed may be held."""
MOST_TROUBLES: Final = 3
"""After so many answers in a row that promise nothing the platform is left alone for a while."""
RENEWALS: Final = 8
"""How often in a row a score is wanted anew because the platform says that it has a newer one."""
OLDER, NOT_ALLOWED, NOT_THERE, GONE = 409, 403, 404, 410
_ENDS: Final = {DONE: OK, REFUSED: REFUSED, WAITING: FAILED}
Outcomes = dict[UUID, Outcome]


@dataclass
class Round:
    """One call of `carry`: what is known of the platform's links, and what became of each parcel."""

    work: Work
    services: Services
    links: dict[UUID, LtiLink]
    outcomes: Outcomes = field(default_factory=dict)
    anew: list[tuple[UUID, Parcel]] = field(default_factory=list)


def carry(work: Work, platform_id: UUID, parcels: Sequence[Parcel]) -> Mapping[UUID, Outcome]:
    """Carry scores to a platform; what is left out of the answer was not tried. Raises PartnerDown.

    What was taken or refused before the platform stopped answering is answered for; only a platform of which nothing
    else was heard is called down.
    """
    parcels = _without_leavers(work, parcels)
    if not parcels:
        return {}
    round_ = _begun(work, platform_id, parcels)
    try:
        _go_round(round_, parcels)
    finally:
        _note(round_, parcels)
    return round_.outcomes


def _go_round(round_: Round, parcels: Sequence[Parcel]) -> None:
    until, troubles = monotonic() + SECONDS, 0
    for parcel in parcels:
        if monotonic() > until:
            break
        try:
            outcome = _carried(round_, parcel)
        except NoService as trouble:
            outcome, troubles = Outcome.later(trouble.told, trouble.status, trouble.pause), MOST_TROUBLES
        else:
            troubles = troubles + 1 if outcome.state == WAITING else 0
        if outcome.status == BUSY:
            troubles = MOST_TROUBLES
        if troubles == MOST_TROUBLES and all(each.state == WAITING for each in round_.outcomes.values()):
            tried = {**round_.outcomes, parcel.id: outcome}
            round_.outcomes.clear()
            raise PartnerDown(outcome.told, outcome.status, outcome.pause, tried)
        round_.outcomes[parcel.id] = outcome
        if troubles == MOST_TROUBLES:
            break


def _begun(work: Work, platform_id: UUID, parcels: Sequence[Parcel]) -> Round:
    with work.reading() as session:
        platform = session.get(LtiPlatform, platform_id)
        if platform is None or not platform.active:
            raise PartnerDown(say("This platform is switched off here."))
        wanted = [read_id(str(_payload(parcel).get("link"))) for parcel in parcels]
        links = select(LtiLink).where(among(session, LtiLink.id, {each for each in wanted if each is not None}))
        found = {link.id: link for link in session.scalars(links)}
        tool = Tool(signing_key(session, work.post.key, work.now()), work.post, work.now)
    return Round(work, Services(platform, tool), found)


def _carried(round_: Round, parcel: Parcel) -> Outcome:
    payload = _payload(parcel)
    link = round_.links.get(read_id(str(payload.pop("link", ""))) or parcel.id)
    if link is None:
        return Outcome.refused(say("The activity this result belongs to is no longer known here."))
    try:
        item = link.line_item_url or _column(round_, link)
    except NoColumn as trouble:
        return Outcome.refused(trouble.told, trouble.status)
    services = round_.services
    answer = services.ask("POST", scores_url(item), SCORE, body=json.dumps(payload), kind=TYPE)
    return _outcome(round_, parcel, link, answer)


def _column(round_: Round, link: LtiLink) -> str:
    """Return the column of a link that came without, found or made once and noted."""
    address = find_or_make(round_.services, link)
    with round_.work.database.writing() as session:
        session.execute(update(LtiLink).where(LtiLink.id == link.id).values(line_item_url=address))
    link.line_item_url = address
    return address


def _outcome(round_: Round, parcel: Parcel, link: LtiLink, answer: Answer) -> Outcome:
    if answer.is_ok:
        return Outcome.done(answer.status)
    if answer.status == OLDER:
        return _older(round_, parcel, link)
    if is_trouble(answer.status):
        wait = wait_of(answer, round_.work.now())
        return Outcome.later(say("The platform's gradebook does not answer at the moment."), answer.status, wait)
    return Outcome.refused(_why(answer.status), answer.status)


def _older(round_: Round, parcel: Parcel, link: LtiLink) -> Outcome:
    """Have the result wanted anew as it is now; give up where the platform says the same again and again."""
    with round_.work.reading() as session:
        mine = (LtiResult.link_id == link.id, LtiResult.person_id == parcel.person_id)
        renewed = session.scalar(select(LtiResult.renewed).where(*mine)) or 0
    if renewed >= RENEWALS:
        told = say("The platform keeps saying that it has a newer score. Compare its clock with ours.")
        return Outcome.refused(told, OLDER)
    round_.anew.append((link.id, parcel))
    return Outcome.done(OLDER)


def _why(status: int) -> str:
    if status in (NOT_THERE, GONE):
        return say(
            "The gradebook has no such column any more. Open the activity once from the platform as its teacher; "
            "then try again."
        )
    if status == NOT_ALLOWED:
        return say(
            "The platform does not take a score for this person or column. Check that they are still in the course, "
            "and that the tool may pass grades there."
        )
    return say("The platform does not take this score.")


def _note(round_: Round, parcels: Sequence[Parcel]) -> None:
    """Note for the administrator what went out and what was refused; of what is tried again, only the first try."""
    now, platform = round_.work.now(), round_.services.platform.id
    with round_.work.database.writing() as session:
        for parcel in parcels:
            outcome = round_.outcomes.get(parcel.id)
            if outcome is None or (outcome.state == WAITING and parcel.attempts > 1):
                continue
            log.note(
                session, parcel.organisation_id, DOOR, OUT, KIND, now,
                outcome=_ENDS[outcome.state], partner=platform, person=parcel.person_id, status=outcome.status,
                told=outcome.told,
            )  # fmt: skip
        for link, parcel in round_.anew:
            mine = (LtiResult.link_id == link, LtiResult.person_id == parcel.person_id)
            current = update(LtiResult).where(*mine, LtiResult.sequence == parcel.sequence)
            session.execute(current.values(score=None, renewed=LtiResult.renewed + 1))


def _without_leavers(work: Work, parcels: Sequence[Parcel]) -> list[Parcel]:
    """Return the parcels of people who are still here; those of people who have left vanish."""
    with work.reading() as session:
        there = _still_here(session, {parcel.person_id for parcel in parcels if parcel.person_id is not None})
    left = [parcel for parcel in parcels if parcel.person_id not in there]
    if left:
        with work.database.writing() as session:
            session.execute(delete(Delivery).where(among(session, Delivery.id, [parcel.id for parcel in left])))
            people = {parcel.person_id for parcel in left if parcel.person_id is not None}
            session.execute(delete(LtiResult).where(among(session, LtiResult.person_id, people)))
    return [parcel for parcel in parcels if parcel.person_id in there]


def _still_here(session: Session, people: set[UUID]) -> set[UUID]:
    return set(session.scalars(select(Person.id).where(Person.active, among(session, Person.id, people))))


def _payload(parcel: Parcel) -> dict[str, Any]:
    found = json.loads(parcel.payload)
    return found if isinstance(found, dict) else {}
