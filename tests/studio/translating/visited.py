"""A draft on its way into Danish, with a term and a picture, for the tests that visit every address."""

from __future__ import annotations

from uuid import UUID

from lms.kernel.permissions import Actor, Role
from lms.packs.translating.languages import with_languages
from lms.people.models import Person
from lms.studio.drafts.files import put, text_of
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import module_file
from lms.studio.translating.terms import keep_term
from tests.support.company import Company

PICTURE = "cover.svg"
ROOMS = (
    "translate",
    "translate/da",
    "translate/da/files",
    "translate/da/texts.csv",
    "glossary",
    "media",
    "media/cover.svg",
)
"""What there is of it to look at, below the draft."""


def put_danish(company: Company, person: Person, draft: UUID, words: str) -> UUID:
    """Let somebody add Danish to their draft, and a term of their organisation's; return the term's id."""
    known = company.actor(person)
    actor = Actor(known.person_id, known.account_id, known.organisation_id, known.roles | {Role.TRAINER})
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        found = session.get_one(Draft, draft)
        module = module_file(found.slug)
        text = with_languages(text_of(session, found, module), ["en", "da"], ["da"])
        put(session, found, actor, module, text.encode(), "language.added", now)
        return keep_term(session, actor, {"en": words[:80], "da": words[:80]}, now).id


def sendings(say: str, slug: str) -> list[tuple[str, dict[str, str]]]:
    """Return (room, form) of what a trainer sends about translations and pictures; `say` stands in every text."""
    module = module_file(slug)
    typed = {"path": module, "block": "@head", "text:title": say, f"base:{module}:title": ""}
    return [
        ("translate", {"add": "sv"}),
        ("translate/da", typed),
        ("translate/da/order", {}),
        ("translate/da/import", {"texts": "[]"}),
        ("glossary", {"en": say[:80], "da": say[:80]}),
        (f"media/{PICTURE}/name", {"name": "another"}),
        ("media/another.svg/removal", {}),
    ]
