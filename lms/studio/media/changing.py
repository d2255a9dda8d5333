"""Adding, describing, replacing, renaming and removing the pictures and clips of a draft, each as one act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

import tomlkit
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, NotFound
from lms.packs.clips import captions_name
from lms.packs.exchange.toml_writing import toml
from lms.packs.segments import base_of, text_of_part, with_part
from lms.questions.text import LANGUAGES
from lms.studio.drafts.files import put_many
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import module_file
from lms.studio.media.shelf import Kept
from lms.studio.media.taking import Taken, named
from lms.studio.media.uses import renamed

QUESTIONS: Final = "quizzes/media"


class StillUsed(ValueError):
    """A picture that stands somewhere is not removed."""


def folder_of(draft: Draft, *, of_question: bool) -> str:
    """Return where pictures lie: the module's, or those of its questions."""
    return QUESTIONS if of_question else f"modules/{draft.slug}/media"


def add(
    session: Session, draft: Draft, actor: Actor, texts: Mapping[str, str], paths: Mapping[str, object], taken: Taken,
    now: datetime, *, of_question: bool = False,
) -> str:  # fmt: skip
    """Keep an uploaded file under a name made from its own and return that. One of the module's is declared, its words
    still to be written; `paths` are those of the draft."""
    folder = folder_of(draft, of_question=of_question)
    there = {PurePosixPath(path).name for path in paths if PurePosixPath(path).parent.as_posix() == folder}
    name = named(taken.filename, taken.suffix, there)
    contents: dict[str, bytes | None] = {f"{folder}/{name}": taken.content}
    if not of_question:
        contents |= _declared(draft, texts, name, {"alt": {"en": ""}})
    _put(session, draft, actor, texts, contents, "medium.added", now)
    return name


def replace(
    session: Session, draft: Draft, actor: Actor, texts: Mapping[str, str], old: Kept, taken: Taken, now: datetime
) -> str:
    """Put another file in the place of one; where it is of another kind its name ends otherwise, everywhere."""
    name = PurePosixPath(old.name).stem + taken.suffix
    folder = PurePosixPath(old.path).parent.as_posix()
    contents: dict[str, bytes | None] = {f"{folder}/{name}": taken.content}
    if name != old.name:
        contents |= {old.path: None} | _renamed(texts, old, name)
    _put(session, draft, actor, texts, contents, "medium.replaced", now)
    return name


def rename(
    session: Session, draft: Draft, actor: Actor, texts: Mapping[str, str], files: Mapping[str, bytes], old: Kept,
    wanted: str, now: datetime,
) -> str:  # fmt: skip
    """Give a picture or clip another name, in the texts too; `files` are its own and its captions. Return the name."""
    folder = PurePosixPath(old.path).parent.as_posix()
    suffix = PurePosixPath(old.name).suffix
    there = {PurePosixPath(path).name for path in files if path != old.path}
    name = named(wanted + suffix, suffix, there)
    if name == old.name:
        return name
    contents: dict[str, bytes | None] = {old.path: None, f"{folder}/{name}": files[old.path]}
    for language in old.captions:
        spoken = f"{folder}/{captions_name(old.name, language)}"
        contents |= {spoken: None, f"{folder}/{captions_name(name, language)}": files[spoken]}
    _put(session, draft, actor, texts, contents | _renamed(texts, old, name), "medium.renamed", now)
    return name


def remove(
    session: Session, draft: Draft, actor: Actor, texts: Mapping[str, str], old: Kept, now: datetime
) -> int | None:
    """Take a picture or clip out that nothing uses and return the act's number. Raise `StillUsed`."""
    if old.uses:
        raise StillUsed
    folder = PurePosixPath(old.path).parent.as_posix()
    contents: dict[str, bytes | None] = {old.path: None}
    contents |= {f"{folder}/{captions_name(old.name, language)}": None for language in old.captions}
    module = module_file(draft.slug)
    if old.is_declared and not old.is_of_question:
        contents[module] = with_part(module, texts[module], old.part, None).encode()
    return _put(session, draft, actor, texts, contents, "medium.removed", now)


def caption(
    session: Session, draft: Draft, actor: Actor, clip: Kept, language: str, content: bytes | None, now: datetime
) -> None:
    """Put captions beside a clip, or take them away."""
    if language not in LANGUAGES or not clip.is_clip:
        raise NotFound
    folder = PurePosixPath(clip.path).parent.as_posix()
    path = f"{folder}/{captions_name(clip.name, language)}"
    _put(session, draft, actor, {}, {path: content}, "medium.described", now)


def described(module: str, path: str, kept: Kept, alt: Mapping[str, str], *, decorative: bool) -> str:
    """Return the part of module.toml that declares a picture, with these words."""
    part = text_of_part(path, module, kept.part)
    if part is None:
        return _entry(kept.name, {"decorative": True} if decorative else {"alt": {"en": "", **alt}})
    document = tomlkit.parse(part)
    table: Any = document["media"]
    entry: Any = table[kept.name]
    if decorative:
        entry.pop("alt", None)
        entry["decorative"] = True
    else:
        entry.pop("decorative", None)
        if "alt" not in entry:
            return _entry(kept.name, {"alt": {"en": "", **{key: text for key, text in alt.items() if text}}})
        for language, text in alt.items():
            if text or language == "en":
                entry["alt"][language] = text
            else:
                entry["alt"].pop(language, None)
    return tomlkit.dumps(document)


def _declared(draft: Draft, texts: Mapping[str, str], name: str, words: Mapping[str, Any]) -> dict[str, bytes | None]:
    module = module_file(draft.slug)
    return {module: with_part(module, texts[module], f"media.{name}", _entry(name, words)).encode()}


def _entry(name: str, words: Mapping[str, Any]) -> str:
    body = toml(words)
    return f'[media."{name}"]\n{body}'


def _renamed(texts: Mapping[str, str], old: Kept, name: str) -> dict[str, bytes | None]:
    """Return the texts in which a picture goes by another name: those of its own shelf."""
    mine = {path: text for path, text in texts.items() if path.startswith("quizzes/") == old.is_of_question}
    after = {path: renamed(text, path, old.name, name) for path, text in mine.items()}
    return {path: text.encode() for path, text in after.items() if text != texts[path]}


def _put(
    session: Session, draft: Draft, actor: Actor, texts: Mapping[str, str], contents: dict[str, bytes | None],
    what: str, now: datetime,
) -> int | None:  # fmt: skip
    bases = {path: base_of(texts[path]) for path in contents if path in texts}
    return put_many(session, draft, actor, contents, what, now, bases=bases)
