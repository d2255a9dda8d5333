"""Making the cards of modules: in the transaction that publishes, and once for what was published before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.card_models import EDITION, LONGEST_KEY, ModuleCard
from lms.catalog.models import MODULE, Module, ModuleVersion
from lms.catalog.published import on_published
from lms.catalog.words import composed, fold
from lms.kernel.database import Database
from lms.questions.text import LANGUAGES, in_language

PORTION = 50


@on_published
def renew(session: Session, version: ModuleVersion, _now: datetime) -> None:
    """Make a module's cards anew when its newest version becomes another; what is no module has none."""
    module = session.get_one(Module, version.module_id)
    newest = session.scalar(select(ModuleVersion.id).join(Module, shelf.newest()).where(Module.id == module.id))
    if module.kind == MODULE and newest == version.id:
        _put(session, module, version)


def make_missing(database: Database) -> int:
    """Make the cards that are missing or of an older edition, in short transactions; return of how many modules."""
    done = 0
    while True:
        with database.writing() as session:
            found = list(session.execute(_missing()))
            for module, version in found:
                _put(session, module, version)
        if not found:
            return done
        done += len(found)


def _missing() -> Any:
    card = exists().where(
        ModuleCard.module_id == Module.id, ModuleCard.version_id == ModuleVersion.id, ModuleCard.edition == EDITION
    )
    newest = select(Module, ModuleVersion).join(ModuleVersion, shelf.newest())
    return newest.where(Module.kind == MODULE, ~card).order_by(Module.id).limit(PORTION)


def _put(session: Session, module: Module, version: ModuleVersion) -> None:
    old = delete(ModuleCard).where(ModuleCard.module_id == module.id)
    session.execute(old.execution_options(synchronize_session=False))
    session.add_all(_cards(module, version))
    session.flush()


def _cards(module: Module, version: ModuleVersion) -> Iterator[ModuleCard]:
    about = version.document
    for language in LANGUAGES:
        title, summary = (composed(in_language(about[key], language)) for key in ("title", "summary"))
        yield ModuleCard(
            module_id=module.id,
            language=language,
            organisation_id=module.organisation_id,
            version_id=version.id,
            edition=EDITION,
            title=title,
            summary=summary,
            sort_key=fold(title)[:LONGEST_KEY],
            words=fold(f"{title} {summary} {module.slug} {about['title'].get('en', '')}"),
            languages=f",{','.join(about['languages'])},",
            number=about["version"],
            cover=about.get("cover") or "",
            published_at=version.published_at,
        )
