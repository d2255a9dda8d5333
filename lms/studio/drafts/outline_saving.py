"""What a form of the outline sends, as edits of parts: of module.toml, and of the heads of pages for their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError

from lms.packs.segments import HEAD, base_of, split, text_of_part
from lms.studio.drafts.answering import sent_base
from lms.studio.drafts.arranging import LONGEST_TITLE
from lms.studio.drafts.fields import KNOWN, Unreadable, written
from lms.studio.drafts.files import ORDER, Edit
from lms.studio.drafts.outline import Outline, front_matter
from lms.studio.drafts.paths import page_file

PAGE_TITLE = "page-title"
_MINUTES = re.compile(r"(?m)^(minutes\s*=\s*)\d+")


def edits_of(outline: Outline, sent: Mapping[str, str]) -> list[Edit]:
    """Return what the fields of a form change, part by part. Raise `Unreadable` for a part that is no TOML now."""
    typed: dict[str, dict[str, str]] = {}
    for name, text in sent.items():
        part, _colon, path = name.rpartition(":")
        if KNOWN.fullmatch(path) and f"base:{outline.path}:{part}" in sent:
            typed.setdefault(part, {})[path] = " ".join(text.split())
    edits = [_edit(outline, part, fields) for part, fields in typed.items()]
    edits += [edit for edit in _titles(outline, sent) if edit is not None]
    after = _after(outline, edits)
    return [*edits, *_sum(outline, after, edits), *_companions_last(outline, after)]


def _edit(outline: Outline, part: str, fields: Mapping[str, str]) -> Edit:
    now = text_of_part(outline.path, outline.text, part)
    text = "\n".join(fields.values()) if now is None else written(now, fields)
    return Edit(outline.path, part, sent_base(outline.path, part), text)


def _titles(outline: Outline, sent: Mapping[str, str]) -> Iterator[Edit | None]:
    for name, text in sent.items():
        kind, _colon, rest = name.partition(":")
        language, _slash, page = rest.partition("/")
        if kind == PAGE_TITLE and language in outline.languages and any(each.name == page for each in outline.pages):
            yield _title(outline, page_file(outline.slug, language, page), " ".join(text.split())[:LONGEST_TITLE])


def _title(outline: Outline, path: str, title: str) -> Edit | None:
    """Return the edit of a page's title; None where the page is not written in that language."""
    if path not in outline.files:
        return None
    text = outline.files[path].decode("utf-8", "replace")
    head = text_of_part(path, text, HEAD) or ""
    matter = front_matter(head)
    try:
        document = tomlkit.parse(matter)
    except TOMLKitError as fault:
        raise Unreadable from fault
    document["title"] = title
    new = head.replace(matter, tomlkit.dumps(document), 1) if matter.strip() else f"+++\n{tomlkit.dumps(document)}+++\n"
    return Edit(path, HEAD, sent_base(path, HEAD), new)


def _after(outline: Outline, edits: list[Edit]) -> Outline:
    """Return the outline as these edits leave it, without the pages' own texts."""
    new = {edit.part: edit.text or "" for edit in edits if edit.path == outline.path}
    text = "".join(new.get(part.part, part.text) for part in split(outline.path, outline.text))
    return Outline(outline.slug, {outline.path: text.encode()})


def _companions_last(outline: Outline, after: Outline) -> list[Edit]:
    """Return the edit that puts a page behind all others which these edits put beside the module."""
    were = {page.name for page in outline.pages if page.beside}
    parts = {page.name: page.part for page in after.pages if page.part != HEAD}
    beside = {page.name for page in after.pages if page.beside}
    if beside <= were or after.arranged == [page.name for page in after.pages] or len(parts) < len(after.pages):
        return []
    wanted = iter(parts[name] for name in after.arranged)
    order = [next(wanted) if part in parts.values() else part for part in after.order.split("\n")]
    return [Edit(outline.path, ORDER, base_of(after.order), "\n".join(order))]


def _sum(outline: Outline, after: Outline, edits: list[Edit]) -> list[Edit]:
    """Return the edit that keeps the module's minutes the sum of its pages', where they were so and are not typed."""
    typed = any(edit.path == outline.path and edit.part == HEAD for edit in edits)
    if typed or outline.head("minutes").text != str(outline.minutes):
        return []
    minutes = after.minutes
    head = text_of_part(outline.path, outline.text, HEAD) or ""
    if minutes in (0, outline.minutes):
        return []
    return [Edit(outline.path, HEAD, base_of(head), _MINUTES.sub(rf"\g<1>{minutes}", head, count=1))]
