"""What the pages of publishing say: findings and differences in the reader's language, and where each is mended."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.kernel.zones import zone_of
from lms.packs.differences.model import Difference, Name, Place
from lms.packs.differences.sources import PartDifference
from lms.packs.pages import START
from lms.sentences import Sentence, Stored, brought_back
from lms.studio.publishing.checks.finding import Finding
from lms.web.languages import LANGUAGES, in_words, local

ENTRIES: Final = {"quiz": "items", "self-assessment": "items", "drill": "scenes"}
"""The part of a file of questions that holds what is edited one by one."""
AFTER: Final = "after-"
"""How the id of a text begins that follows a block: the rest is the block's."""
ROLES: Final = {
    "module": _l("The module"),
    "page": _l("Page"),
    "calculator": _l("Calculator"),
    "quiz": _l("Quiz"),
    "self-assessment": _l("Self-assessment"),
    "drill": _l("Decision drill"),
}


def words(message: str, values: Mapping[str, object] | None = None) -> str:
    """Return a marked message in the reader's language, with its values put in."""
    if isinstance(message, Sentence):
        return in_words(message)
    said = {key: _value(key, value) for key, value in (values or {}).items()}
    return str(_(message, **said))


def reason_words(stored: Stored) -> str:
    """Return why something was not published, as it was kept, in the reader's language."""
    return words(brought_back(stored))


def by_clock(moment: datetime, zone: str) -> str:
    """Return a moment by the clock of a zone, with the zone's name."""
    local_time = format_datetime(moment.astimezone(zone_of(zone)), "long", rebase=False)
    return f"{local_time} ({zone.replace('_', ' ')})"


def name_of(name: Name) -> str:
    """Return what something is called, in the reader's language."""
    return local(name) if isinstance(name, dict) else str(name)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The differences of one page, file, or of the module itself."""

    place: Place
    differences: tuple[Difference, ...]

    @property
    def head(self) -> str:
        """Return what they are gathered under."""
        title = name_of(self.place.title) or self.place.name
        role = str(ROLES[self.place.role])
        return f"{role}: {title}" if title else role


def gathered(differences: Iterable[Difference]) -> list[Gathered]:
    """Return differences by where they are, in their order."""
    groups = groupby(differences, key=lambda each: each.place.whole)
    found = [tuple(group) for _key, group in groups]
    return [Gathered(group[0].place, group) for group in found]


def editor_of(draft: UUID, finding: Finding) -> str:
    """Return the address of the editor in which a finding is mended, at its part."""
    if not finding.path and "language" in finding.values:
        return f"{_outline(draft)}/translate/{finding.values['language']}"
    return _address(draft, finding.path, finding.part)


def place_in_editor(draft: UUID, difference: Difference) -> str:
    """Return the address of the editor that shows what differs."""
    place = difference.place
    at = f"#{place.part}" if place.part else ""
    if place.role == "page":
        language = next((each.language for each in difference.details if each.language), "en")
        return f"{_outline(draft)}/pages/{place.name}/{language}{at}"
    if place.role == "calculator":
        return f"{_outline(draft)}/calculators/{place.name}"
    if place.role == "module":
        return _outline(draft)
    return _question(draft, place.name, f"{ENTRIES.get(place.role, 'items')}.{place.part}" if place.part else "")


def where(found: Finding | PartDifference, files: Mapping[str, bytes]) -> str:
    """Return in words in which file something is: the page by its title, the quiz, the calculator."""
    place = PurePosixPath(found.path)
    if not found.path:
        return str(_("Translate"))
    if place.suffix == ".md":
        return str(
            _(
                "Page %(name)s, %(language)s",
                name=_title(files.get(found.path)) or place.stem,
                language=LANGUAGES.get(place.parent.name, ""),
            )
        )
    if found.path.startswith("quizzes/"):
        return str(_("Questions: %(name)s", name=place.stem))
    if place.name.endswith(".calc.toml"):
        return str(_("Calculator: %(name)s", name=place.name.removesuffix(".calc.toml")))
    if place.parent.name == "media" or found.part.startswith("media."):
        return str(_("Pictures"))
    return str(_("Outline"))


def _title(page: bytes | None) -> str:
    """Return the title a page's head gives, "" where it cannot be read."""
    head = (page or b"").decode("utf-8", "replace").split("+++")[1:2]
    try:
        title = tomllib.loads(head[0]).get("title") if head else ""
    except tomllib.TOMLDecodeError:
        return ""
    return title if isinstance(title, str) else ""


def _address(draft: UUID, path: str, part: str) -> str:
    place = PurePosixPath(path)
    at = f"#{part}" if part and not part.startswith("@") else ""
    outline = _outline(draft)
    if place.suffix == ".md":
        return f"{outline}/pages/{place.stem}/{place.parent.name}{at}"
    if place.parent.as_posix() == "quizzes":
        return _question(draft, place.stem, part)
    if place.name.endswith(".calc.toml"):
        return f"{outline}/calculators/{place.name.removesuffix('.calc.toml')}{at}"
    if place.parent.name == "media" or part.startswith("media."):
        return f"{outline}/media"
    return f"{outline}{at}"


def _question(draft: UUID, name: str, part: str) -> str:
    """Return where a question, statement or scene is edited ("items.hot"), or the file it stands in."""
    section, _dot, entry = part.partition(".")
    file = f"{_outline(draft)}/quizzes/{name}"
    return f"{file}/{section}/{entry}" if section in (*ENTRIES.values(), "endings") and entry else file


def _outline(draft: UUID) -> str:
    return url_for("drafts.outline", draft=draft)


def _value(key: str, value: object) -> str:
    if key in ("block", "after", "name") and value == START:
        return str(_("The beginning"))
    if key in ("block", "after", "name") and str(value).startswith(AFTER):
        return str(_("What follows %(block)s", block=str(value).removeprefix(AFTER)))
    if key == "language":
        return str(LANGUAGES.get(str(value), value))
    return local(value) if isinstance(value, dict) else str(value)
