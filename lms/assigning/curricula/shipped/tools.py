"""What the tools are called that a guide asks to open in the room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import CalculatorVersion, Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.permissions import Actor, scope_of


def tool_titles(session: Session, actor: Actor, names: Iterable[str]) -> Mapping[str, dict[str, str]]:
    """Return the titles of these tools by their names, {language: title}; one that is not there has none. One query."""
    wanted = select(CalculatorVersion.name, CalculatorVersion.document["title"]).where(
        scope_of(CalculatorVersion, actor), CalculatorVersion.name.in_(sorted(set(names)))
    )
    here = wanted.join(ModuleVersion, ModuleVersion.id == CalculatorVersion.version_id).join(Module, newest())
    return dict(session.execute(here).all())
