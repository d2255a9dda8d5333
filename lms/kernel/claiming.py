"""Who takes which mails: the due ones of every organisation in turn, asked about once more, under a lease.

Organisations take turns: each portion holds as many of one as of another, beginning with any of them by chance, so that
a hundred thousand mails of one do not keep the single mail of another waiting. Each step reads an index: the waiting
mails of an organisation by their due moment (`ix_mail_turn`), and what a dead process left behind (`ix_mail_left`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from random import randrange
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal_column, select
from sqlalchemy.orm import Session, aliased

from lms.kernel import outbox
from lms.kernel.addresses import is_reachable
from lms.kernel.outbox import (
    FAILED,
    IS_SENDING,
    IS_WAITING,
    LEASE,
    NO_ADDRESS,
    NO_ANSWER,
    NOT_SENT,
    SENDING,
    TRIES,
    WAITING,
    WITHDRAWN,
    Mail,
    Verdict,
)

BY_CHANCE: Final[Callable[[int], int]] = randrange
"""Whose turn is first, of so many."""


def anything_due(session: Session, now: datetime) -> bool:
    """Return whether a mail can be sent now; reads only."""
    left = select(Mail.id).where(_left_behind(now)).limit(1)
    return any(session.scalar(query) is not None for query in (organisations(now).limit(1), left))


def claim(session: Session, now: datetime, most: int, first: Callable[[int], int] = BY_CHANCE) -> list[Mail]:
    """Take up to `most` due mails with a lease, having asked once more whether they are wanted.

    Those that are not, and those whose process died on every try, are settled on the way, so fewer may come back.
    `first`: says whose turn is first, of so many organisations.
    """
    found = list(session.scalars(_taking(left_behind(now, most))))
    for organisation, share in _shares(session, now, most - len(found), first):
        found += session.scalars(_taking(next_of(organisation, now, share)))
    verdicts = _asked(session, found, now)
    taken = [mail for mail in found if _take(mail, verdicts.get(mail.id, Verdict(why=WITHDRAWN)), now)]
    session.flush()
    for mail in taken:
        _say_unkept(session, mail, verdicts[mail.id])
    return taken


def left_behind(now: datetime, most: int) -> Select[Any]:
    """Return the mails whose process died while it had them, the longest ago first."""
    return select(Mail).where(_left_behind(now)).order_by(Mail.lease_until, Mail.id).limit(most)


def next_of(organisation: UUID, now: datetime, most: int) -> Select[Any]:
    """Return an organisation's waiting mails that have been due longest."""
    own = (IS_WAITING, Mail.organisation_id == organisation, Mail.due <= now, _known())
    return select(Mail).where(*own).order_by(Mail.due, Mail.id).limit(most)


def organisations(now: datetime) -> Select[Any]:
    """Return the organisations with due mails: one step in the index for each that has mails waiting, due or not."""
    mail, following = aliased(Mail), aliased(Mail)
    begin = select(mail.organisation_id).where(_waits(mail)).order_by(mail.organisation_id).limit(1)
    turn = select(begin.scalar_subquery().label("id")).cte("turn", recursive=True)
    after = select(following.organisation_id).where(_waits(following), following.organisation_id > turn.c.id)
    step = after.order_by(following.organisation_id).limit(1).correlate(turn).scalar_subquery()
    turn = turn.union_all(select(step).where(turn.c.id.is_not(None)))
    due = select(Mail.id).where(IS_WAITING, Mail.organisation_id == turn.c.id, Mail.due <= now, _known())
    return select(turn.c.id).where(turn.c.id.is_not(None), due.exists())


def _shares(session: Session, now: datetime, most: int, first: Callable[[int], int]) -> list[tuple[UUID, int]]:
    """Return whose turn it is, in order, and how many mails each may have taken."""
    if most <= 0:
        return []
    ring = sorted(session.scalars(organisations(now)))
    if not ring:
        return []
    begin = first(len(ring))
    served = (ring[begin:] + ring[:begin])[:most]
    each, more = divmod(most, len(served))
    return [(organisation, each + (place < more)) for place, organisation in enumerate(served)]


def _asked(session: Session, mails: Sequence[Mail], now: datetime) -> dict[UUID, Verdict]:
    verdicts: dict[UUID, Verdict] = {}
    for kind in sorted({mail.kind for mail in mails}):
        verdicts |= outbox.check_of(kind)(session, [mail for mail in mails if mail.kind == kind], now)
    return verdicts


def _take(mail: Mail, verdict: Verdict, now: datetime) -> bool:
    mail.fence += 1
    if verdict.until is not None:
        mail.state, mail.why, mail.due, mail.lease_until = WAITING, verdict.why, verdict.until, None
        return False
    if verdict.why or not is_reachable(verdict.to):
        mail.state, mail.why, mail.lease_until = NOT_SENT, verdict.why or NO_ADDRESS, None
        return False
    if mail.attempts >= TRIES:
        mail.state, mail.why, mail.lease_until = FAILED, mail.why or NO_ANSWER, None
        return False
    mail.state, mail.to, mail.attempts, mail.lease_until = SENDING, verdict.to, mail.attempts + 1, now + LEASE
    if verdict.words and verdict.kept:
        mail.subject, mail.body = outbox.one_line(verdict.words[0]), verdict.words[1]
    return True


def _say_unkept(session: Session, mail: Mail, verdict: Verdict) -> None:
    """Give a mail the words that are sent and not stored: they name somebody who is not its reader."""
    if verdict.words and not verdict.kept:
        session.expunge(mail)
        mail.subject, mail.body = outbox.one_line(verdict.words[0]), verdict.words[1]


def _taking(query: Select[Any]) -> Select[Any]:
    """Return the query with its rows held; those that another process holds at the moment are left to it."""
    return query.with_for_update(skip_locked=True)


def _left_behind(now: datetime) -> ColumnElement[bool]:
    return and_(IS_SENDING, Mail.lease_until < now, _known())


def _known() -> ColumnElement[bool]:
    """Return the condition of a kind we can send; not the bare column, whose index SQLite would take for the better."""
    return Mail.kind.concat("").in_(outbox.kinds())


def _waits(mail: Any) -> Any:
    """Return the condition of the index of waiting mails, for an alias of their table."""
    return mail.state == literal_column(f"'{WAITING}'")
