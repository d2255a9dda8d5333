"""What lies in a draft's media folders: each picture and clip with its words, its uses and its size; the room left."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.packs.clips import CAPTIONS_NAME, CLIP_NAME, CLIP_TYPES, captions_name
from lms.packs.media import TYPES
from lms.studio.drafts.models import Draft, DraftChange, DraftFile
from lms.studio.drafts.paths import is_text, module_file
from lms.studio.drafts.room import room_taken
from lms.studio.media.uses import Use, uses

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One picture or clip. `alt`: {language: what it shows}; `is_declared`: whether module.toml names it, which
    pictures of questions need not; `captions`: {language: size in bytes} of a clip."""

    path: str
    size: int
    alt: Mapping[str, str]
    is_decorative: bool
    is_declared: bool
    uses: tuple[Use, ...]
    captions: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the file's name."""
        return PurePosixPath(self.path).name

    @property
    def is_clip(self) -> bool:
        """Return whether it moves."""
        return CLIP_NAME.fullmatch(self.name) is not None

    @property
    def is_of_question(self) -> bool:
        """Return whether it lies with the quizzes, whose questions hold its words."""
        return self.path.startswith("quizzes/")

    @property
    def part(self) -> str:
        """Return the part of module.toml that declares it."""
        return f"media.{self.name}"

    @property
    def id(self) -> str:
        """Return its anchor on the page."""
        return ("question-" if self.is_of_question else "medium-") + self.name.replace(".", "-")

    def lacks(self, languages: list[str]) -> bool:
        """Return whether words are missing that it needs before the module can be published."""
        if self.is_of_question:
            return False
        silent = self.is_clip and any(each not in self.captions for each in languages)
        return silent or (not self.is_decorative and any(not self.alt.get(each) for each in languages))


def kept_in(session: Session, draft: Draft, texts: Mapping[str, str]) -> list[Kept]:
    """Return the pictures and clips of a draft, those of the module first; `texts` are its text files."""
    rows = session.execute(
        select(DraftFile.path, DraftFile.size).where(DraftFile.draft_id == draft.id).order_by(DraftFile.path)
    )
    sizes = {row.path: row.size for row in rows if not is_text(row.path)}
    used = uses(texts, draft.slug)
    declared = declared_in(texts.get(module_file(draft.slug), ""))
    files = [path for path in sizes if CAPTIONS_NAME.fullmatch(PurePosixPath(path).name) is None]
    return [_kept(path, sizes, declared, tuple(used.get(path, ()))) for path in files]


def declared_in(module: str) -> dict[str, dict[str, Any]]:
    """Return what a module.toml says of its pictures: {name: its table}; nothing where it cannot be read."""
    try:
        found = tomllib.loads(module).get("media", {})
    except tomllib.TOMLDecodeError:
        found = {}
    return {name: each for name, each in found.items() if isinstance(each, dict)} if isinstance(found, dict) else {}


def content_type(name: str) -> str:
    """Return what kind of file a name stands for; a stranger is sent as bytes and shown by no browser."""
    if CAPTIONS_NAME.fullmatch(name):
        return "text/vtt; charset=utf-8"
    return {**TYPES, **CLIP_TYPES}.get(PurePosixPath(name).suffix, "application/octet-stream")


def room_used(session: Session, draft: Draft) -> int:
    """Return how many bytes the pictures and clips of an organisation's drafts take; the same file counts once."""
    return room_taken(session, draft.organisation_id)


def room_of_histories(session: Session, draft: Draft) -> int:
    """Return how many bytes the histories of an organisation's drafts keep of pictures and clips that were there."""
    gone = (DraftChange.organisation_id == draft.organisation_id, DraftChange.path.like("%/media/%"))
    return int(session.scalar(select(func.sum(func.length(DraftChange.before))).where(*gone)) or 0)


def _kept(path: str, sizes: Mapping[str, int], declared: Mapping[str, dict[str, Any]], used: tuple[Use, ...]) -> Kept:
    name = PurePosixPath(path).name
    words = declared.get(name, {}) if path.startswith("modules/") else {}
    alt = words.get("alt")
    texts = {key: text for key, text in alt.items() if isinstance(text, str)} if isinstance(alt, dict) else {}
    folder = PurePosixPath(path).parent.as_posix()
    captions = {code: sizes.get(f"{folder}/{captions_name(name, code)}") for code in ("en", "da", "sv")}
    spoken = {code: size for code, size in captions.items() if size is not None and CLIP_NAME.fullmatch(name)}
    return Kept(path, sizes[path], texts, words.get("decorative") is True, name in declared, used, spoken)
