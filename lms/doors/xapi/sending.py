"""Statements on their way: made from the rows they are about, sent in batches, and told apart where one is refused.

An LRS takes a batch whole or not at all (xAPI 1.0.3, part three, 2.1.2). Where it says no, the batch is halved until
the one is found that it cannot take, and all others go; so too where it fails over a batch, which one statement may be
the cause of. An LRS that fails over everything is in trouble itself and is left alone. A second sending of the same is
harmless: each statement has the same id and the same words, and an answer of 409 says that the LRS has it.
"""

from __future__ import annotations

import base64
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.doors.partners import log
from lms.doors.partners.models import DONE, FAILED, OUT, REFUSED
from lms.doors.partners.registry import Outcome, Parcel, PartnerDown
from lms.doors.xapi import curricula
from lms.doors.xapi.models import BEARER, DOOR, XapiConnection
from lms.doors.xapi.statements import CURRICULUM, Statement, Told, Who, of_curriculum, of_happening
from lms.kernel.calling import Answer, CallError, Settings, call
from lms.kernel.jobs import Work
from lms.kernel.sealing import SealBroken, unseal
from lms.learning.happenings import Kind, of_rows
from lms.people.models import Account, Organisation, Person
from lms.sentences import say

VERSION: Final = "1.0.3"
PURPOSE: Final = "xapi connection"
"""What the secret of a connection is sealed for."""
SECONDS: Final = 45.0
"""How long one batch is halved at most; the outbox gives what was claimed to somebody else after two minutes."""
LONGEST: Final = 160
MOST_FAILURES: Final = 15
"""How often an LRS that took nothing is asked again in halves: the whole, two, four and eight parts of a batch."""
_NO_LRS: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE}
_KEYS: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_BUSY: Final = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


@dataclass(frozen=True, slots=True)
class Lrs:
    """An LRS and how to sign in there."""

    endpoint: str
    authorization: str = field(repr=False)
    settings: Settings

    @classmethod
    def of(cls, connection: XapiConnection, secret: bytes, settings: Settings) -> Lrs:
        """Return the LRS of a connection; raise SealBroken."""
        opened = unseal(secret, PURPOSE, connection.secret)
        if connection.sign_in == BEARER:
            return cls(connection.endpoint, f"Bearer {opened}", settings)
        pair = base64.b64encode(f"{connection.key}:{opened}".encode()).decode()
        return cls(connection.endpoint, f"Basic {pair}", settings)

    def post(self, statements: Sequence[Statement]) -> Answer:
        """Send statements; raise CallError."""
        headers = {**self._headers(), "Content-Type": "application/json"}
        body = json.dumps(statements, ensure_ascii=False).encode()
        return call("POST", f"{self.endpoint}/statements", config=self.settings, headers=headers, data=body)

    def look(self) -> Answer:
        """Ask for one statement, to see whether address and key are right; raise CallError."""
        return call("GET", f"{self.endpoint}/statements?limit=1", config=self.settings, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": self.authorization, "X-Experience-API-Version": VERSION}


def carry(work: Work, partner: UUID, parcels: Sequence[Parcel]) -> Mapping[UUID, Outcome]:
    """Send what an LRS is to be told; see `registry.Carry`. What is not there any more counts as told: nothing is.

    A connection that is off is sent nothing: the outbox lets it go, and it is found again once the connection is on.
    """
    with work.reading() as session:
        connection = session.get(XapiConnection, partner)
        if connection is not None and not connection.active:
            return {parcel.id: Outcome.dropped() for parcel in parcels}
        statements = made(session, connection, parcels, work.post.base_url) if connection is not None else {}
    done = {parcel.id: Outcome.done() for parcel in parcels if parcel.id not in statements}
    if connection is None or not statements:
        return done
    try:
        lrs = Lrs.of(connection, work.post.key, work.post)
    except SealBroken:
        raise PartnerDown(
            say("The stored secret cannot be opened with this LMS_SECRET_KEY. Type it in anew.")
        ) from None
    batch = Batch(lrs, statements)
    try:
        batch.send()
    finally:
        _note(work, connection, batch.outcomes, {parcel.id: parcel.person_id for parcel in parcels})
    return {**done, **batch.outcomes}


@dataclass
class Batch:
    """Statements by parcel, and what became of them."""

    lrs: Lrs
    statements: Mapping[UUID, Statement]
    outcomes: dict[UUID, Outcome] = field(default_factory=dict)
    failures: list[PartnerDown] = field(default_factory=list)

    def send(self) -> None:
        """Send them all. Raises PartnerDown where nothing came of any; else what was not tried has no outcome."""
        until = monotonic() + SECONDS
        waiting = deque([list(self.statements)])
        try:
            while waiting and monotonic() < until and (self.took_some or len(self.failures) < MOST_FAILURES):
                waiting += self._send(waiting.popleft())
        except PartnerDown:
            if not self.took_some:
                self.outcomes.clear()
                raise
        self._doubt(whole=not waiting)

    @property
    def took_some(self) -> bool:
        """Return whether the LRS took anything."""
        return any(outcome.state == DONE for outcome in self.outcomes.values())

    def _doubt(self, *, whole: bool) -> None:
        """Take an LRS that fails over everything, or refuses everything, for one that cannot be used: nothing is given
        up for it."""
        if self.failures and not self.took_some:
            failed = {id: outcome for id, outcome in self.outcomes.items() if outcome.state != REFUSED}
            self.outcomes.clear()
            raise PartnerDown(self.failures[0].told, self.failures[0].status, tried=failed)
        refused = [outcome for outcome in self.outcomes.values() if outcome.state == REFUSED]
        if len(refused) > 1 and len(refused) == len(self.outcomes) and whole:
            self.outcomes.clear()
            raise PartnerDown(f"It refuses every statement. {refused[0].told}", refused[0].status)

    def _send(self, some: Sequence[UUID]) -> list[list[UUID]]:
        """Send some; return the halves that are to be sent instead, none where all is settled."""
        answer = self._answer([self.statements[each] for each in some])
        failure = trouble_of(answer)
        if failure is not None:
            self.failures.append(PartnerDown(failure, answer.status))
        if answer.is_ok:
            self.outcomes |= dict.fromkeys(some, Outcome.done(answer.status))
        elif len(some) > 1:
            middle = len(some) // 2
            return [list(some[middle:]), list(some[:middle])]
        elif answer.status == HTTPStatus.CONFLICT:
            self.outcomes[some[0]] = Outcome.done(answer.status)
        elif failure is not None:
            self.outcomes[some[0]] = Outcome.later(failure, answer.status)
        else:
            self.outcomes[some[0]] = Outcome.refused(_refusal(answer, self.statements[some[0]]), answer.status)
        return []

    def _answer(self, statements: Sequence[Statement]) -> Answer:
        try:
            answer = self.lrs.post(statements)
        except CallError as trouble:
            raise PartnerDown(str(trouble)) from trouble
        told, pause = trouble_of(answer), _pause(answer)
        if told is not None and (answer.status < HTTPStatus.INTERNAL_SERVER_ERROR or pause is not None):
            raise PartnerDown(told, answer.status, pause)
        return answer  # one that fails and does not ask to be left alone may have stumbled over one statement


def trouble_of(answer: Answer) -> str | None:
    """Return what is wrong with an LRS that gives such an answer, None where it takes or refuses what it was sent."""
    status = answer.status
    if status in _KEYS:
        return say("It does not let us in: key, secret or the rights they give are not right.")
    if status in _NO_LRS:
        return say("There is no LRS at this address. It usually ends in /xAPI or /xapi.")
    if status in _BUSY:
        return say("It has too much to do.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return say("It has trouble of its own.")
    if not 200 <= status < 300 and not 400 <= status < 500:
        return say("Its answer is none that an LRS gives.")
    return None


def _refusal(answer: Answer, statement: Statement) -> str:
    """Return why an LRS refuses a statement, in its own words but for whom the statement is about."""
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return say("The LRS takes no statement of this size.")
    said = log.nameless(_said(answer), _named(statement["actor"]))
    return (
        f"The LRS refuses this statement: {said}"
        if said
        else say("The LRS refuses this statement and does not say why.")
    )


def _named(actor: Any) -> Iterator[str]:
    """Yield what a statement calls somebody."""
    for name, value in actor.items() if isinstance(actor, dict) else ():
        if name != "objectType":
            yield from [value.removeprefix("mailto:")] if isinstance(value, str) else _named(value)


def _said(answer: Answer) -> str:
    """Return the words of an LRS that explain a refusal, without what it repeats of the statement."""
    try:
        body: Any = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    found = body if isinstance(body, dict) else {}
    words = next((found[name] for name in ("detail", "message", "error") if name in found), "")
    if isinstance(words, list):
        words = "; ".join(str(each["msg"]) for each in words[:3] if isinstance(each, dict) and "msg" in each)
    text = words if isinstance(words, str) else ""
    return "".join(each for each in text if each.isprintable())[:LONGEST]


def _pause(answer: Answer) -> timedelta | None:
    asked = answer.headers.get("Retry-After", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 6
    return timedelta(seconds=min(int(asked), 3_600)) if is_number else None


def made(
    session: Session, connection: XapiConnection, parcels: Sequence[Parcel], base_url: str
) -> dict[UUID, Statement]:
    """Return {parcel: statement} of what is still there and still told; one query a kind and one for the people."""
    organisation = connection.organisation_id
    told = Told(base_url, connection.by_mail, connection.scores)
    people = _people(session, {parcel.person_id for parcel in parcels if parcel.person_id is not None})
    statements: dict[UUID, Statement] = {}
    for kind in {parcel.kind for parcel in parcels} & set(connection.kinds):
        rows = {UUID(parcel.payload): parcel.id for parcel in parcels if parcel.kind == kind}
        if kind == CURRICULUM:
            for row, done in curricula.of_rows(session, organisation, rows).items():
                if done.person in people:
                    statements[rows[row]] = of_curriculum(organisation, done, people[done.person], told)
        else:
            for row, happening in of_rows(session, organisation, Kind(kind), rows).items():
                if happening.person in people:
                    statements[rows[row]] = of_happening(organisation, happening, people[happening.person], told)
    return statements


def _people(session: Session, ids: set[UUID]) -> dict[UUID, Who]:
    spoken = func.coalesce(Account.language, Person.language, Organisation.language)
    query = (
        select(Person.id, Person.email, spoken)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.id.in_(ids))
    )
    return {row[0]: Who(row[0], row[1], row[2]) for row in session.execute(query)}


def _note(
    work: Work, connection: XapiConnection, outcomes: Mapping[UUID, Outcome], people: Mapping[UUID, UUID | None]
) -> None:
    """Note a batch once, and once more what was refused of it or failed: about whom it was, for an LRS repeats it."""
    if not outcomes:
        return
    missed = {parcel: each for parcel, each in outcomes.items() if each.state != DONE}
    taken = [each for each in outcomes.values() if each.state == DONE]
    with work.database.writing() as session:
        if taken:
            log.note(
                session, connection.organisation_id, DOOR, OUT, "statements", work.now(),
                partner=connection.id, status=taken[0].status, told=f"{len(taken)}",
            )  # fmt: skip
        for parcel, each in missed.items():
            log.note(
                session, connection.organisation_id, DOOR, OUT, "statement", work.now(),
                outcome=REFUSED if each.state == REFUSED else FAILED, partner=connection.id, status=each.status,
                person=people.get(parcel), told=each.told,
            )  # fmt: skip
