"""What the buttons of the outline do: pages, objectives and sources added, taken away and put in another order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import tomlkit
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, NotFound
from lms.packs.exchange.names import slug as name_of
from lms.packs.exchange.toml_writing import toml
from lms.packs.partly import SOURCE
from lms.packs.segments import HEAD, moved, split, with_part
from lms.questions.text import LANGUAGES
from lms.studio.drafts.acts import Act
from lms.studio.drafts.begun import MINUTES, page_text
from lms.studio.drafts.held import paths_of
from lms.studio.drafts.models import Draft
from lms.studio.drafts.outline import Outline
from lms.studio.drafts.paths import module_file, page_file

LONGEST_TITLE: Final = 120
MOST_PAGES: Final = 60
MOST_ENTRIES: Final = 60
_NUMBER: Final = re.compile(r"(\d+)-")
LISTS: Final = {"objectives": "[[objectives]]", "sources": "[[sources]]"}


class Full(Exception):
    """There are as many as a module may have."""


def add_page(session: Session, draft: Draft, actor: Actor, title: str, body: str, now: datetime) -> str:
    """Add a page behind the last, before those beside the module, in every language of it that is whole; return its
    name. Raise `Full`."""
    act = Act(session, draft, actor, "page.added", now)
    outline = outline_in(act)
    if len(outline.pages) >= MOST_PAGES:
        raise Full
    name = _name(outline, title)
    entry = "\n" + toml({"pages": [{"name": name, "required": True, "minutes": MINUTES}]})
    own = [page for page in outline.pages if page.part != HEAD and not page.beside]
    last = own[-1].part if own else None
    act.put(outline.path, _added(outline, f"pages.{name}", entry.lstrip("\n"), last))
    for language in whole_languages(outline):
        act.put(page_file(draft.slug, language, name), page_text(title, body))
    _sum(act, outline)
    act.done()
    return name


def remove_page(session: Session, draft: Draft, actor: Actor, name: str, now: datetime) -> int | None:
    """Take a page away in every language; return the act, by which it comes back."""
    act = Act(session, draft, actor, "page.removed", now)
    outline = outline_in(act)
    page = next((each for each in outline.pages if each.name == name and each.part != HEAD), None)
    if page is None:
        raise NotFound
    act.put(outline.path, with_part(outline.path, outline.text, page.part, None).encode())
    for language in outline.languages:
        act.put(page_file(draft.slug, language, name), None)
    _sum(act, outline)
    return act.done()


def arrange(session: Session, draft: Draft, actor: Actor, names: Sequence[str], now: datetime) -> int | None:
    """Put the pages in this order; names that are no page are passed over, pages not named stay where they are."""
    act = Act(session, draft, actor, "moved", now)
    outline = outline_in(act)
    parts = {page.name: page.part for page in outline.pages if page.part != HEAD}
    wanted = [parts[name] for name in dict.fromkeys(names) if name in parts]
    act.put(outline.path, moved(outline.path, outline.text, wanted).encode())
    return act.done()


def shift(session: Session, draft: Draft, actor: Actor, name: str, by: int, now: datetime) -> int | None:
    """Move a page up (-1) or down (+1); those beside the module stay last."""
    outline = outline_in(Act(session, draft, actor, "moved", now))
    names = [page.name for page in outline.pages]
    if name not in names:
        raise NotFound
    at = names.index(name)
    to = min(max(at + by, 0), len(names) - 1)
    names.insert(to, names.pop(at))
    beside = {page.name for page in outline.pages if page.beside}
    names.sort(key=beside.__contains__)
    return arrange(session, draft, actor, names, now)


def add_entry(session: Session, draft: Draft, actor: Actor, kind: str, now: datetime) -> int | None:
    """Add an objective or a source without words. Raise `Full`."""
    act = Act(session, draft, actor, "outline", now)
    outline = outline_in(act)
    entries = outline.entries(kind)
    if len(entries) >= MOST_ENTRIES:
        raise Full
    values = {"title": "", "author": "", "kind": "article"}
    if kind == "objectives":
        values = dict.fromkeys(outline.languages, "")
    last = entries[-1][0].part if entries and entries[-1][0].part != HEAD else None
    text = f"{LISTS[kind]}\n{toml(values)}"
    number = sum(part.part.startswith(f"{kind}.") for part in split(outline.path, outline.text)) + 1
    act.put(outline.path, _added(outline, f"{kind}.{number}", text, last))
    return act.done()


def remove_entry(session: Session, draft: Draft, actor: Actor, part: str, now: datetime) -> int | None:
    """Take an objective or a source away."""
    act = Act(session, draft, actor, "outline", now)
    outline = outline_in(act)
    if part not in outline.bases or part.partition(".")[0] not in LISTS:
        raise NotFound
    act.put(outline.path, with_part(outline.path, outline.text, part, None).encode())
    return act.done()


def add_language(session: Session, draft: Draft, actor: Actor, language: str, now: datetime) -> int | None:
    """Add a language, partly translated as yet; NotFound for one nobody speaks here. The same again changes nothing."""
    if language not in LANGUAGES:
        raise NotFound
    act = Act(session, draft, actor, "language.added", now)
    outline = outline_in(act)
    if language in outline.languages:
        return None
    document = tomlkit.parse(outline.text)
    for key in ("languages", "partly"):
        listed = document.setdefault(key, tomlkit.array())
        listed.append(language)
    act.put(outline.path, tomlkit.dumps(document).encode())
    return act.done()


def pages_in(session: Session, draft: Draft, language: str) -> list[str]:
    """Return the paths of the pages that are written in a language, those beside the module too."""
    folder = page_file(draft.slug, language, "x").rpartition("/")[0] + "/"
    return [path for path in paths_of(session, draft) if path.startswith(folder)]


def remove_language(session: Session, draft: Draft, actor: Actor, language: str, now: datetime) -> int | None:
    """Take a language away with every page written in it; return the act, by which all of it comes back.

    Short texts in it (titles, questions, words of tools) stay, unseen, and are there when the language is added again.
    NotFound for English, which every other language falls back on, and for one the module has not.
    """
    act = Act(session, draft, actor, "language.removed", now)
    outline = outline_in(act)
    if language == SOURCE or language not in outline.languages:
        raise NotFound
    document = tomlkit.parse(outline.text)
    for key in ("languages", "partly"):
        listed = document.get(key)
        if isinstance(listed, list) and language in listed:
            listed.remove(language)
    if not document.get("partly", True):
        del document["partly"]
    act.put(outline.path, tomlkit.dumps(document).encode())
    for path in pages_in(session, draft, language):
        act.put(path, None)
    return act.done()


def outline_in(act: Act) -> Outline:
    """Return the outline as it stands in the transaction of an act."""
    path = module_file(act.draft.slug)
    content = act.content(path)
    return Outline(act.draft.slug, {path: content or b""})


def whole_languages(outline: Outline) -> list[str]:
    """Return the languages in which every page has to stand: those that are not partly translated."""
    partly = outline.document.get("partly")
    return [each for each in outline.languages if not isinstance(partly, list) or each not in partly]


def _added(outline: Outline, part: str, text: str, behind: str | None) -> bytes:
    """Return module.toml with a part behind another, an empty line before it and behind it."""
    parts = [each.part for each in split(outline.path, outline.text)]
    after = behind or parts[-1]
    before = next(each.text for each in split(outline.path, outline.text) if each.part == after)
    gap = "" if before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    spaced = with_part(outline.path, outline.text, after, before + gap) if gap else outline.text
    closing = "\n" if after != parts[-1] else ""
    return with_part(outline.path, spaced, part, text + closing, after).encode()


def _name(outline: Outline, title: str) -> str:
    """Return a name that no page has: the next number and the title's letters."""
    numbers = [int(found[1]) for page in outline.pages if (found := _NUMBER.match(page.name))]
    return f"{max(numbers, default=0) + 1:02d}-{name_of(title, 48) or 'page'}"


def _sum(act: Act, before: Outline) -> None:
    """Keep the module's minutes the sum of its pages' where they were so."""
    if before.head("minutes").text != str(before.minutes):
        return
    after = outline_in(act)
    set_minutes(act, after, after.minutes)


def set_minutes(act: Act, outline: Outline, minutes: int) -> None:
    """Write how long the module takes."""
    head = next(each.text for each in split(outline.path, outline.text) if each.part == HEAD)
    text = re.sub(r"(?m)^(minutes\s*=\s*)\d+", rf"\g<1>{minutes}", head, count=1)
    act.put(outline.path, with_part(outline.path, outline.text, HEAD, text).encode())
