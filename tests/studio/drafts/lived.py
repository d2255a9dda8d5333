"""A draft that somebody has lived in: written, commented, held in hand, shown to a reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms.kernel.permissions import Actor, Role
from lms.people.models import Person
from lms.studio.drafts import comments, locks, making, reviewing
from lms.studio.drafts.files import Edit, base_in, change, text_of
from lms.studio.drafts.paths import page_file
from tests.support.company import Company

PAGE = "01-first-page"
TITLE = "A draft"


@dataclass(frozen=True)
class Lived:
    """What there is of it: the draft, a remark on it, a review link and its token."""

    draft: UUID
    comment: UUID
    link: UUID
    token: str


def write_and_show(company: Company, person: Person, words: str = "Some words") -> Lived:
    """Let somebody begin a draft, write `words` in it, remark on it, take a part in hand, make a link to it."""
    known = company.actor(person)
    actor = Actor(known.person_id, known.account_id, known.organisation_id, known.roles | {Role.TRAINER})
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        draft = making.new(session, actor, {"en": TITLE}, now)
        path = page_file(draft.slug, "en", PAGE)
        seen = base_in(path, text_of(session, draft, path), "start")
        change(session, draft, actor, [Edit(path, "start", seen, f"{words}.\n")], "written", now)
        comment = comments.add(session, draft, comments.Writer(actor.person_id), words, now, place=(path, "start"))
        comments.resolve(session, draft, actor, comment.id, True, now)
        locks.take(session, draft, actor, path, "start", now)
        link, token = reviewing.make(session, draft, actor, 7, now)
        return Lived(draft.id, comment.id, link.id, token)
