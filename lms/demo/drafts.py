"""The demo trainer's drafts: a copy of the library's module, being adapted, and a small module of the company's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import MODULE, Module
from lms.demo.draft_texts import OBJECTIVES, PAGES, REMARK, SUMMARY, TITLE
from lms.kernel.permissions import Actor
from lms.packs.exchange.toml_writing import toml
from lms.studio.drafts import comments, making, reviewing
from lms.studio.drafts.arranging import add_page
from lms.studio.drafts.files import Edit, base_in, change, paths_of, text_of
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import module_file, page_file

ORIGINAL: Final = "loyalty-economics"
COPY, OWN = UUID("0f6d5a0e-6a43-4b57-9a55-2b1d9c7e4a10"), UUID("3c1b7f52-9d8e-4f06-8a6b-5e4d3c2b1a90")
DAYS_AGO: Final = 6
REVIEWER: Final = "Kirsten Kundeservice"


def write(session: Session, trainer: Actor, now: datetime) -> None:
    """Begin both. The copy only where the library holds its original."""
    begun = now - timedelta(days=DAYS_AGO)
    original = session.scalar(
        select(Module).where(Module.slug == ORIGINAL, Module.organisation_id.is_(None), Module.kind == MODULE)
    )
    if original is not None:
        _adapt(session, trainer, original, begun)
    _own(session, trainer, begun + timedelta(days=2))


def _adapt(session: Session, trainer: Actor, original: Module, at: datetime) -> None:
    version = making.newest_version(session, original)
    draft = making.adapt(session, trainer, version, at, uuid=COPY)
    path = next(page for page in paths_of(session, draft) if "/en/" in page)
    link, _token = reviewing.make(session, draft, trainer, reviewing.DAYS + DAYS_AGO, at + timedelta(hours=2))
    writer = comments.Writer(link_id=link.id, name=REVIEWER)
    comments.add(session, draft, writer, REMARK, at + timedelta(days=1), place=(path, "start"))


def _own(session: Session, trainer: Actor, at: datetime) -> None:
    draft = making.new(session, trainer, {"en": TITLE}, at, uuid=OWN)
    path = module_file(draft.slug)
    _part(session, draft, trainer, path, "summary", f"[summary]\n{toml({'en': SUMMARY})}\n", at)
    for number, text in enumerate(OBJECTIVES, 1):
        part = f"objectives.{number}"
        entry = f"[[objectives]]\n{toml({'en': text})}\n"
        _part(session, draft, trainer, path, part, entry, at, after=f"objectives.{number - 1}")
    for number, (title, body) in enumerate(PAGES):
        at += timedelta(minutes=40)
        if number == 0:
            first = page_file(draft.slug, "en", "01-first-page")
            whole = f"+++\n{toml({'title': title})}+++\n\n{body}"
            _part(session, draft, trainer, first, "@file", whole, at)
        else:
            add_page(session, draft, trainer, title, body.rstrip("\n"), at)


def _part(
    session: Session, draft: Draft, trainer: Actor, path: str, part: str, text: str, at: datetime, after: str = ""
) -> None:
    now = text_of(session, draft, path)
    edit = Edit(path, part, base_in(path, now, part), text, after or None)
    change(session, draft, trainer, [edit], "written", at)
