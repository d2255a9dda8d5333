"""What a package is made of: one published version with its pages, tools, questions and pictures, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.calculators.declared import Calculator
from lms.catalog.models import CalculatorVersion, Medium, Module, ModuleVersion, PageVersion, QuizVersion
from lms.kernel.permissions import Actor, NotFound, scope_of

START = "en"
"""The language every page is written in: what is missing in another one is shown in it."""


@dataclass(frozen=True)
class Published:
    """A version with everything its pages show. `pages`: by name and language; `media`: content by name."""

    module: Module
    version: ModuleVersion
    pages: Mapping[tuple[str, str], PageVersion]
    calculators: Mapping[str, Calculator]
    quizzes: Mapping[str, QuizVersion]
    media: Mapping[str, bytes]

    @property
    def document(self) -> dict[str, Any]:
        """Return titles, objectives, page order and sources of the version."""
        return self.version.document

    @property
    def number(self) -> str:
        """Return the version as people read it: "2.1"."""
        return f"{self.version.major}.{self.version.minor}"

    @property
    def languages(self) -> Sequence[str]:
        """Return the languages it is written in."""
        return [str(each) for each in self.document["languages"]]

    def quizzes_on(self, name: str) -> list[str]:
        """Return the quizzes that count on a page."""
        blocks = self.pages[name, START].document["blocks"]
        return [str(each["data"]["use"]) for each in blocks if each["kind"] == "quiz"]

    def page(self, name: str, language: str) -> PageVersion:
        """Return a page in a language, in English where it is not written in it."""
        return self.pages.get((name, language)) or self.pages[name, START]


def versions(session: Session, actor: Actor) -> list[tuple[Module, ModuleVersion]]:
    """Return every published version on the actor's shelf, module by module, the newest first."""
    found = session.execute(
        select(Module, ModuleVersion)
        .join(ModuleVersion, ModuleVersion.module_id == Module.id)
        .where(scope_of(Module, actor), scope_of(ModuleVersion, actor))
        .order_by(Module.position, Module.slug, ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    )
    return [(module, version) for module, version in found]


def published(session: Session, actor: Actor, version: UUID) -> Published:
    """Return a version on the actor's shelf with all its parts; NotFound when it is not there."""
    found = session.execute(
        select(Module, ModuleVersion)
        .join(ModuleVersion, ModuleVersion.module_id == Module.id)
        .where(scope_of(Module, actor), scope_of(ModuleVersion, actor), ModuleVersion.id == version)
    ).first()
    if found is None:
        raise NotFound
    pages = session.scalars(select(PageVersion).where(PageVersion.version_id == version))
    tools = session.scalars(select(CalculatorVersion).where(CalculatorVersion.version_id == version))
    quizzes = session.scalars(select(QuizVersion).where(QuizVersion.version_id == version))
    media = session.execute(select(Medium.name, Medium.content).where(Medium.version_id == version))
    return Published(
        found[0],
        found[1],
        {(each.name, each.language): each for each in pages},
        {each.name: Calculator.from_document(each.document) for each in tools},
        {each.name: each for each in quizzes},
        {each.name: each.content for each in media},
    )
