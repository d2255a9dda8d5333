"""What the shell asks a package of, found in the database; it says in one line what is not there."""

from __future__ import annotations

from uuid import UUID

import click
from sqlalchemy import select

from lms.doors.scorm.forms import ALL
from lms.doors.scorm.taking import Published, published, versions
from lms.kernel.database import Database
from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor
from lms.people.models import Organisation

NOBODY = UUID(int=0)


def found(
    database: Database, slug: str, number: str | None, wanted: str, organisation: str | None
) -> tuple[Published, list[str], Organisation]:
    """Return the version, its languages for the package, and the organisation whose shelf it is on."""
    with database.reading() as session:
        owners = list(session.scalars(select(Organisation).order_by(Organisation.slug)))
        fitting = [each for each in owners if organisation in (None, each.slug)]
        if len(fitting) != 1:
            known = ", ".join(each.slug for each in owners) or "none"
            raise click.ClickException(f"Say whose shelf with --organisation: {known}.")
        [owner] = fitting
        actor = Actor(PersonId(NOBODY), AccountId(NOBODY), OrganisationId(owner.id), frozenset())
        there = [(m, v) for m, v in versions(session, actor) if m.slug == slug]
        if not there:
            raise click.ClickException(f"There is no module at the address {slug}.")
        version = next((v.id for _m, v in there if number in (None, f"{v.major}.{v.minor}")), None)
        if version is None:
            known = ", ".join(f"{v.major}.{v.minor}" for _m, v in there)
            raise click.ClickException(f"{slug} has no version {number}; there are {known}.")
        what = published(session, actor, version)
        languages = sorted(what.languages, key=lambda each: each != owner.language) if wanted == ALL else [wanted]
        if not set(languages) <= set(what.languages):
            raise click.ClickException(f"{slug} is written in {', '.join(what.languages)}.")
        session.expunge_all()
    return what, languages, owner
