"""The jobs of the post: handing over the mails that are due, and forgetting the old ones.

Nothing is sent inside a transaction: mails are claimed in one, handed over, and each is marked in one of its own. A run
ends after some seconds and has itself begun anew, so that a hundred thousand mails do not keep other work waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel import claiming, ledger, outbox
from lms.kernel.ids import read_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.ledger import Job
from lms.kernel.outbox import Mail
from lms.kernel.post import Carrier, Post
from lms.kernel.smtp import NoServer, NotNow, Refused

NAME: Final = "mail.deliver"
BATCH: Final = 50
SECONDS: Final = 20.0
"""How long one run hands over before other work gets its turn."""
FILES: Final = 500

log = structlog.get_logger(__name__)


def have_delivered(session: Session, work: Work) -> None:
    """Have mails that were just planned handed over soon, in the caller's transaction.

    Where so many a minute are the most, only the run of the minute hands over.
    """
    if work.post.per_minute:
        return
    waiting = select(Job.id).where(Job.name == NAME, Job.state == ledger.WAITING, Job.due <= work.now()).limit(1)
    if session.scalar(waiting) is None:
        ledger.enqueue(session, NAME, now=work.now())


@job(NAME, every=timedelta(minutes=1), lease=timedelta(minutes=5), allowed=JOB)
def deliver(work: Work) -> None:
    """Hand over what is due, fifty at a time."""
    until, left = monotonic() + SECONDS, work.post.per_minute or None
    goes_on = True
    while goes_on and left != 0:
        with work.reading() as session:
            if not claiming.anything_due(session, work.now()):
                return
        if monotonic() > until:
            with work.last() as session:
                have_delivered(session, work)
            return
        with work.writing() as session:
            session.info[outbox.POST] = work.post
            claimed = claiming.claim(session, work.now(), min(BATCH, left or BATCH))
        goes_on = _hand_over(work, claimed, until)
        left = left and left - len(claimed)


def _hand_over(work: Work, mails: Sequence[Mail], until: float) -> bool:
    """Hand over claimed mails and mark each; return whether it makes sense to go on now."""
    with work.post.open() as carrier:
        for at, mail in enumerate(mails):
            if monotonic() > until:
                with work.database.writing() as session:
                    outbox.give_back(session, mails[at:], work.now())
                return True
            try:
                _carry(work, carrier, mail)
            except NoServer as problem:
                log.warning("the mail server cannot be used; mails wait", problem=str(problem), waiting=len(mails) - at)
                with work.database.writing() as session:
                    outbox.give_back(session, mails[at:], work.now(), outbox.SERVER)
                return False
    return True


def _carry(work: Work, carrier: Carrier, mail: Mail) -> None:
    """Hand one mail over and mark what came of it; raise NoServer. A mark is refused where somebody else has it."""
    try:
        carrier.carry(mail, work.now())
    except Refused as refused:
        log.info("a mail was refused", mail=str(mail.id), code=str(refused))
        with work.database.writing() as session:
            ours = outbox.mark_refused(session, mail, refused.why)
    except NotNow as refused:
        log.info("a mail was not taken now", mail=str(mail.id), code=str(refused))
        with work.database.writing() as session:
            ours = outbox.put_off(session, mail, work.now())
    else:
        with work.database.writing() as session:
            ours = outbox.mark_gone(session, mail, carrier.state, work.now())
    if not ours:
        log.warning("another worker has the mail; our mark is refused", mail=str(mail.id))


@job("mail.forget", every=timedelta(days=1), allowed=JOB)
def forget(work: Work) -> None:
    """Delete mails that are older than they are kept, and files of mails that are no longer there."""
    while True:
        with work.writing() as session:
            if outbox.forget(session, work.now()) == 0:
                break
    _forget_files(work, work.post)


def _forget_files(work: Work, post: Post) -> None:
    files = {id: file for file in post.folder.glob("*.eml") if (id := read_id(file.stem[-36:])) is not None}
    ids = sorted(files)
    for begin in range(0, len(ids), FILES):
        portion: list[UUID] = ids[begin : begin + FILES]
        with work.writing() as session:
            kept = set(session.scalars(select(Mail.id).where(Mail.id.in_(portion))))
        for id in portion:
            if id not in kept:
                files[id].unlink(missing_ok=True)
