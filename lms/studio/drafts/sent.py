"""What a tab sends to be saved, read strictly; and what it is told, in JSON and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from lms.studio.drafts.files import Changed, Clash, Edit, Refusal
from lms.studio.drafts.merging import readings
from lms.studio.drafts.models import LONGEST_PART, LONGEST_PATH
from lms.studio.drafts.paths import MOST_FILES, largest

MOST_EDITS: Final = 100
LONGEST_WHAT: Final = 60
TEXTS: Final = ("path", "part", "base")


class Malformed(ValueError):
    """What was sent is not a list of edits; the text says what is wrong, for whoever wrote the script."""


def read_edits(sent: Any) -> tuple[list[Edit], str]:
    """Return the edits of a request body, and what the act is called."""
    if not isinstance(sent, Mapping) or not isinstance(sent.get("edits"), list):
        raise Malformed("an object with a list of edits")
    if not 0 < len(sent["edits"]) <= MOST_EDITS:
        raise Malformed(f"1 to {MOST_EDITS} edits at a time")
    what = sent.get("what", "written")
    if not isinstance(what, str) or not 0 < len(what) <= LONGEST_WHAT or not what.isprintable():
        raise Malformed(f"what: 1 to {LONGEST_WHAT} characters")
    return [_edit(each) for each in sent["edits"]], what


def _edit(sent: Any) -> Edit:
    if not isinstance(sent, Mapping) or not all(isinstance(sent.get(name), str) for name in TEXTS):
        raise Malformed("each edit has path, part and base")
    text, after = sent.get("text"), sent.get("after")
    if not isinstance(text, str | None) or not isinstance(after, str | None):
        raise Malformed("text and after are texts or null")
    path, part = read_place(sent)
    return Edit(path, part, sent["base"][:64], text, after)


def read_place(sent: Mapping[str, Any]) -> tuple[str, str]:
    """Return path and part of something; raise `Malformed`."""
    path, part = sent.get("path"), sent.get("part")
    if not isinstance(path, str) or not isinstance(part, str):
        raise Malformed("path and part are texts")
    if not 0 < len(path) <= LONGEST_PATH or not 0 < len(part) <= LONGEST_PART:
        raise Malformed("path or part is too long")
    return path, part


def told_saved(changed: Changed) -> dict[str, Any]:
    """Return the answer to what was kept."""
    recut = {
        path: [{"part": part, "text": text, "base": base} for part, text, base in parts]
        for path, parts in changed.recut.items()
    }
    saved = [{"path": each.path, "part": each.part, "base": each.base} for each in changed.saved]
    return {"saved": saved, "number": changed.number, **({"recut": recut} if recut else {})}


def told_clashes(
    clashes: Sequence[Clash], names: Mapping[UUID, str], mine: Mapping[tuple[str, str], str | None]
) -> dict[str, Any]:
    """Return the answer where somebody else was faster: the texts as they are now, and what differs in `mine`."""
    return {"conflicts": [_told_clash(each, names, mine.get((each.path, each.part))) for each in clashes]}


def _told_clash(clash: Clash, names: Mapping[UUID, str], mine: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"path": clash.path, "part": clash.part, "text": clash.text, "base": clash.base}
    told["by"] = names.get(clash.person_id, "") if clash.person_id is not None else ""
    told["fields"] = [asdict(each) for each in readings(clash.path, clash.part, clash.text, mine)]
    told["at"] = clash.at.isoformat() if clash.at is not None else None
    if clash.locked_by is not None:
        told["locked_by"] = names.get(clash.locked_by, "")
    return told


def told_refusals(refusals: Sequence[Refusal]) -> dict[str, Any]:
    """Return the answer where something can never be kept, each in words with what to do."""
    return {"refused": [_told_refusal(each) for each in refusals]}


def _told_refusal(refusal: Refusal) -> dict[str, str]:
    message, remedy = words_of(refusal)
    return {"path": refusal.path, "part": refusal.part, "message": message, "remedy": remedy}


def words_of(refusal: Refusal) -> tuple[str, str]:
    """Return why something cannot be kept, and what to do, in the reader's language."""
    words = {
        "place": (_("A draft has no such file."), _("Reload the page.")),
        "missing": (_("The file is not there any more."), _("Look in the history: somebody may have removed it.")),
        "characters": (_("There are signs in it that no text holds."), _("Paste it again as plain text.")),
        "large": (
            _("This is more than %(most)d KB.", most=largest(refusal.path) // 1000),
            _("Divide it: a page of its own, or a smaller picture."),
        ),
        "many": (_("A draft holds at most %(most)d files.", most=MOST_FILES), _("Remove what is not used.")),
        "part": (_("This cannot be changed here."), _("Reload the page.")),
    }
    return words[refusal.reason]
