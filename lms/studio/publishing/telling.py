"""What was to be published and could not be: a mail to whoever ordered it, and a card for trainers until put away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel import outbox
from lms.kernel.addresses import is_reachable
from lms.kernel.outbox import LEFT, NO_ADDRESS, Letter, Mail, Verdict
from lms.kernel.permissions import Actor, Rows
from lms.kernel.post import Post
from lms.people.models import Account, Organisation, Person
from lms.questions.text import in_language
from lms.studio.drafts.models import Draft
from lms.studio.publishing.models import Publication, State

KIND: Final = "publication"
LINK: Final = "/author/drafts/{id}/publish"

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "Not published: {title}",
        "hello": "Hello {name},",
        "text": "“{title}” was to be published now, and could not be. Learners go on with the version they have.",
        "link": "The check list says what stands in the way:",
    },
    "da": {
        "subject": "Ikke udgivet: {title}",
        "hello": "Hej {name}",
        "text": "»{title}« skulle udgives nu, men det kunne ikke lade sig gøre. Deltagerne beholder deres version.",
        "link": "Tjeklisten siger, hvad der står i vejen:",
    },
    "sv": {
        "subject": "Inte publicerad: {title}",
        "hello": "Hej {name},",
        "text": "”{title}” skulle publiceras nu, och det gick inte. Deltagarna fortsätter med den version de har.",
        "link": "Checklistan säger vad som står i vägen:",
    },
}


def tell(session: Session, publication: Publication, post: Post, now: datetime) -> int:
    """Plan the mail to whoever ordered it, in their language; return how many mails that makes."""
    found = session.execute(
        select(Person, Account.language, Organisation.language)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.id == publication.made_by_id, Person.active)
    ).first()
    if found is None or not is_reachable(found[0].email):
        return 0
    person, own, company = found
    language = own or person.language or company
    subject, body = _written(session, publication, person.name, language, post)
    key, about = str(publication.id), publication.id
    letter = Letter(person.organisation_id, person.id, KIND, key, about, person.email, subject, body, language)
    return outbox.plan(session, [letter], post.host, now)


def failed(session: Session, actor: Actor) -> list[tuple[Publication, Draft]]:
    """Return what could not be published at its time and nobody has put away, the latest first, with its draft."""
    rows = Rows(session, actor, Publication).where(Publication.state == State.FAILED, Publication.seen_at.is_(None))
    found = rows.order_by(Publication.due.desc()).all()
    drafts = Rows(session, actor, Draft).where(Draft.id.in_([each.draft_id for each in found if each.draft_id])).all()
    by_id = {draft.id: draft for draft in drafts}
    return [(each, by_id[each.draft_id]) for each in found if each.draft_id in by_id]


@outbox.still_wanted(KIND)
def verdicts(session: Session, mails: Sequence[Mail], _now: datetime) -> Mapping[UUID, Verdict]:
    """Return where these mails go: to whoever is still here."""
    wanted = {mail.person_id for mail in mails}
    people = {each.id: each for each in session.scalars(select(Person).where(Person.id.in_(wanted)))}
    return {mail.id: _verdict(people.get(mail.person_id)) for mail in mails}


def _verdict(person: Person | None) -> Verdict:
    if person is None or not person.active:
        return Verdict(why=LEFT)
    return Verdict(to=person.email) if is_reachable(person.email) else Verdict(why=NO_ADDRESS)


def _written(session: Session, publication: Publication, name: str, language: str, post: Post) -> tuple[str, str]:
    draft = session.get(Draft, publication.draft_id) if publication.draft_id is not None else None
    words = WORDS.get(language, WORDS["en"])
    title = in_language(draft.title, language) if draft is not None and draft.title.get("en") else ""
    link = post.base_url + LINK.format(id=publication.draft_id)
    said = {key: text.format(title=title, name=name) for key, text in words.items()}
    return said["subject"], f"{said['hello']}\n\n{said['text']}\n\n{said['link']}\n{link}\n"
