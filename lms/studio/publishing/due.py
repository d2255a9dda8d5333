"""What was to be published at a time is: checked again, once, or its trainer is told why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from lms.kernel import audit, delivering
from lms.kernel.audit import AuditEntry
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor, NotFound, Role
from lms.people.still_may import note_refused, who
from lms.questions.text import N_
from lms.sentences import kept
from lms.studio.drafts.held import hold
from lms.studio.drafts.models import Draft
from lms.studio.publishing import telling
from lms.studio.publishing.models import Publication, State
from lms.studio.publishing.numbering import Step
from lms.studio.publishing.ordering import FAILED, GONE, JOB_NAME, CannotPublish, Wish, publish_held
from lms.studio.publishing.preparing import Prepared, prepare

NO_RIGHT: Final = N_("Whoever ordered it may no longer publish.")


@job(JOB_NAME, lease=timedelta(minutes=5), allowed=JOB, label=_l("Publish a module at its time"))
def publish_due(work: Work) -> None:
    """Publish one module whose time has come, unless it was cancelled; the mark and the version commit together."""
    wanted = UUID(str(work.arguments["publication"]))
    with work.reading() as session:
        prepared = _prepared(session, wanted)
    with work.last() as session:
        publication = session.get(Publication, wanted, with_for_update=True)
        if publication is None or publication.state != State.WAITING:
            return
        actor = who(session, publication.made_by_id, Role.TRAINER)
        try:
            if actor is None:
                note_refused(session, publication.organisation_id, publication.made_by_id, JOB_NAME, work.now())
                raise CannotPublish(NO_RIGHT)
            with session.begin_nested():
                _publish(session, publication, actor, work, prepared)
        except CannotPublish as refused:
            _failed(session, publication, refused, work)


def _prepared(session: Session, wanted: UUID) -> Prepared | None:
    """Return what can be read and computed before the transaction that writes begins; None where nothing waits."""
    publication = session.get(Publication, wanted)
    draft = session.get(Draft, publication.draft_id) if publication is not None and publication.draft_id else None
    if publication is None or draft is None or publication.state != State.WAITING:
        return None
    return prepare(session, draft, _step(publication))


def _step(publication: Publication) -> Step:
    return "major" if publication.level == "major" else "minor"


def _publish(session: Session, publication: Publication, actor: Actor, work: Work, prepared: Prepared | None) -> None:
    draft = session.get(Draft, publication.draft_id) if publication.draft_id is not None else None
    if draft is None:
        raise CannotPublish(GONE)
    try:
        hold(session, draft)
    except NotFound:
        raise CannotPublish(GONE) from None
    wish = Wish(_step(publication), publication.note)
    publish_held(session, draft, actor, wish, work.now(), publication, prepared)


def _failed(session: Session, publication: Publication, refused: CannotPublish, work: Work) -> None:
    publication.state, publication.done_at = State.FAILED, work.now()
    publication.problems = [kept(reason) for reason in refused.reasons]
    entry = {"actor_id": None, "action": FAILED, "detail": "", "at": work.now()}
    session.add(AuditEntry(organisation_id=publication.organisation_id, **entry))
    session.info[audit.NOTED] = True
    if telling.tell(session, publication, work.post, work.now()):
        delivering.have_delivered(session, work)
