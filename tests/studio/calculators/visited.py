"""A tool in a draft for the walks of the whole house: put there, and everything its trainer does with it."""

from __future__ import annotations

from uuid import UUID

from lms.kernel.permissions import Actor, Role
from lms.people.models import Person
from lms.studio.calculators.shelf import path_of
from lms.studio.calculators.skeletons import SKELETONS, begun
from lms.studio.drafts.files import put
from lms.studio.drafts.models import Draft
from tests.support.company import Company

TOOL = "tool-of-the-draft"


def put_tool(company: Company, person: Person, draft: UUID, words: str) -> None:
    """Let somebody begin a tool in their draft, which says `words`."""
    known = company.actor(person)
    actor = Actor(known.person_id, known.account_id, known.organisation_id, known.roles | {Role.TRAINER})
    labels = {key: {"en": f"{words} {key}"} for key in SKELETONS[1].labels}
    text = begun(SKELETONS[1], TOOL, words, labels)
    with company.installation.database.writing() as session:
        found = session.get_one(Draft, draft)
        put(session, found, actor, path_of(found, TOOL), text.encode(), "tool.begun", company.installation.clock.now())


ROOMS = ("", "/tool", "/check", "/picture", "/ranges", "/source", "/blocks")
"""What there is of a tool to look at."""


def sendings(say: str) -> list[tuple[str, dict[str, str]]]:
    """Return (room, form) of what a trainer sends about a tool; `say` stands in every text."""
    return [
        ("", {"do": "address", "address": TOOL}),
        ("", {"kind": "notes", "do": "add", "label": say}),
        ("/tool", {}),
        ("/picture", {"kind": "bars"}),
        ("/blocks", {"original": "cost-of-churn"}),
        ("/source", {}),
    ]
