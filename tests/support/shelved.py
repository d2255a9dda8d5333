"""Many modules on an organisation's shelf, written as rows: for lists that are longer than anybody would type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from lms.catalog.cards import make_missing
from lms.catalog.models import Module, ModuleVersion
from lms.kernel.database import Database
from lms.kernel.ids import new_id


def shelve(
    database: Database,
    organisation: UUID,
    titles: Sequence[dict[str, str]],
    now: datetime,
    *,
    withdrawn: bool = False,
    languages: Sequence[str] = ("en", "da", "sv"),
) -> list[UUID]:
    """Put a module with each title on the shelf, each published a minute before the one before it."""
    modules, versions = [], []
    for place, title in enumerate(titles):
        module, at = new_id(), now - timedelta(minutes=place)
        common = {"organisation_id": organisation}
        row: dict[str, Any] = {"slug": f"shelved-{module.hex}", "major": 1, "position": place, "kind": "module"}
        modules.append({"id": module, **common, **row, "withdrawn_at": now if withdrawn else None})
        document = {"title": title, "summary": {"en": f"About {title['en']}."}, "languages": list(languages)}
        document |= {"version": "1.0", "cover": "", "pages": [], "quizzes": [], "calculators": []}
        number = {"major": 1, "minor": 0, "digest": module.hex * 2, "closure": {}, "published_at": at}
        versions.append({"id": new_id(), **common, "module_id": module, "document": document, **number})
    with database.writing() as session:
        session.execute(insert(Module), modules)
        session.execute(insert(ModuleVersion), versions)
    make_missing(database)
    return [row["id"] for row in modules]
