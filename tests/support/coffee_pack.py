"""The small sound pack about coffee as files in memory, and versions of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lms.catalog.models import ModuleVersion
from lms.catalog.publishing import publish
from tests.packs.conftest import FILES
from tests.support.company import Company

MODULE: Final = "modules/coffee/module.toml"
PAGE: Final = "modules/coffee/en/01-why.md"
QUIZ: Final = "quizzes/coffee.toml"


def coffee(*changes: tuple[str, str, str], slug: str = "coffee") -> dict[str, bytes]:
    """Return the pack's files; each change is (file, text, another text in its place). `slug` renames its folder."""
    files: dict[str, str] = dict(FILES)
    for path, old, new in changes:
        assert old in files[path], old
        files[path] = files[path].replace(old, new)
    return {path.replace("modules/coffee/", f"modules/{slug}/"): text.encode() for path, text in files.items()}


def published(company: Company, files: Mapping[str, bytes] | None = None) -> ModuleVersion:
    """Publish the pack, or other files, for a company."""
    installation = company.installation
    with installation.database.writing() as session:
        return publish(
            session,
            coffee() if files is None else files,
            organisation_id=company.organisation.id,
            now=installation.clock.now(),
        )
