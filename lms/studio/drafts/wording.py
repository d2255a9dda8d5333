"""What acts on a draft are called in its history. Each room adds the codes of its own acts here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

WORDS: Final[dict[str, LazyString]] = {
    "made": _l("began the draft"),
    "adapted": _l("copied a module to adapt it"),
    "opened": _l("opened the published module for editing"),
    "written": _l("wrote"),
    "outline": _l("changed the outline"),
    "page.added": _l("added a page"),
    "page.removed": _l("removed a page"),
    "page.renamed": _l("renamed a page"),
    "moved": _l("changed the order"),
    "undone": _l("took a change back"),
    "restored": _l("brought an earlier text back"),
    "cover": _l("chose a cover"),
    "language.added": _l("added a language"),
    "language.removed": _l("removed a language"),
    "translated": _l("translated"),
    "translation.imported": _l("imported translations from a file"),
    "medium.added": _l("added a picture or clip"),
    "medium.replaced": _l("replaced a picture or clip"),
    "medium.renamed": _l("renamed a picture or clip"),
    "medium.removed": _l("removed a picture or clip"),
    "medium.described": _l("described a picture or clip"),
}
"""Code of an act → what somebody did, after their name."""


AUDITED: Final[dict[str, object]] = {
    "draft.made": _l("A draft was begun"),
    "draft.adapted": _l("A module was copied to adapt it"),
    "draft.opened": _l("A published module was opened for editing"),
    "draft.taken_in": _l("A module was taken in from a pack as a draft"),
    "draft.trashed": _l("A draft was thrown away"),
    "draft.restored": _l("A draft was brought back from the trash"),
    "drafts.create": _l("A draft was begun"),
    "drafts.open_module": _l("A module was opened or copied as a draft"),
    "drafts.trash": _l("A draft was thrown away"),
    "drafts.bring_back": _l("A draft was brought back from the trash"),
    "drafts.link": _l("A review link to a draft was made"),
    "drafts.revoke": _l("A review link to a draft was ended"),
    "review.linked": _l("A review link to a draft was made"),
    "review.revoked": _l("A review link to a draft was ended"),
}
"""What the log says of acts on whole drafts."""


def words_of(what: str) -> str:
    """Return an act in words; one that nobody has named was writing."""
    return str(WORDS.get(what, WORDS["written"]))


_KINDS: Final[dict[str, LazyString]] = {
    "article": _l("article"),
    "book": _l("book"),
    "chapter": _l("chapter"),
    "interview": _l("interview"),
    "paper": _l("paper"),
    "report": _l("report"),
    "standard": _l("standard"),
    "website": _l("website"),
}


def source_kinds(known: Iterable[str]) -> dict[str, str]:
    """Return the kinds of source with what they are called."""
    return {kind: str(_KINDS.get(kind, kind)) for kind in known}


def place_words(path: str, part: str, titles: Mapping[str, str] | None = None) -> str:
    """Return where something stands, in words: "Page Why it pays (en): beginning"; `titles`: of pages, by path."""
    folders = path.split("/")
    name = folders[-1].partition(".")[0]
    if path.endswith(".md"):
        place = _("Page %(page)s (%(language)s)", page=(titles or {}).get(path) or name, language=folders[-2])
    elif path.endswith(".calc.toml"):
        place = _("Tool %(name)s", name=name)
    elif folders[0] == "quizzes" and len(folders) == len(("quizzes", "file")):
        place = _("Questions %(name)s", name=name)
    elif "media" in folders:
        return str(_("Picture %(name)s", name=folders[-1]))
    else:
        place = _("Outline")
    return f"{place}: {_part_words(part)}" if _part_words(part) else str(place)


def _part_words(part: str) -> str:
    known = {
        "@head": _("title and settings"),
        "@order": _("order"),
        "@file": "",
        "start": _("beginning"),
        "title": _("title"),
        "summary": _("summary"),
    }
    kind, _dot, name = part.partition(".")
    entries = {
        "pages": _("page %(name)s", name=name),
        "objectives": _("objective %(name)s", name=name),
        "sources": _("source %(name)s", name=name),
        "media": _("picture %(name)s", name=name),
        "items": _("question %(name)s", name=name),
    }
    return str(known[part] if part in known else entries.get(kind, part))
