"""A told group: one quarter's snapshot of an instrument, in which one department is told and another is not."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from lms.assigning.group_results.models import GroupCell, GroupSnapshot
from lms.catalog.models import QuizVersion
from lms.kernel.ids import new_id
from tests.support.company import Company


def tell_of_a_group(company: Company, instrument: str) -> UUID:
    """Write down what a company was told of the self-assessment `instrument` last quarter; return the snapshot's id."""
    there, of = company.installation, {"organisation_id": company.organisation.id}
    id, now = new_id(), there.clock.now()
    with there.database.writing() as session:
        quiz = session.scalars(select(QuizVersion).where(QuizVersion.name == instrument).limit(1)).one()
        about = {"instrument_id": quiz.quiz_id, "quiz_version_id": quiz.id, "major": 1, "fewest": 5}
        at = {"quarter": "2026-Q1", "since": now - timedelta(days=90), "until": now, "published_at": now}
        session.add(GroupSnapshot(id=id, **of, **about, **at))
        session.flush()
        whole = {"name": f"Everybody {company.marker}", "depth": 0, "people": 8, "mean": 55}
        small = {"name": f"Few {company.marker}", "depth": 1, "people": None, "mean": None}
        session.add_all(GroupCell(snapshot_id=id, place=at, **of, **cell) for at, cell in enumerate((whole, small)))
    return id
