"""What a file of the library is compared with: as it was at the adaptation, or as it was last decided upon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.packs.segments import split
from lms.studio.drafts.acts import FILE
from lms.studio.drafts.paths import is_text
from lms.studio.offers.copied import Files


@dataclass(frozen=True)
class Decision:
    """What was last decided about a part, or about a whole file ("@file"): `then` are the files of the version that
    was decided upon, as the copy would hold them; `is_left`: the copy went without, it did not take it over."""

    path: str
    part: str
    then: Files
    is_left: bool


@dataclass
class Basis:
    """One file to compare with: `content`, None where it was not there, and `parts` of it, None where one was not.

    `left`: the parts, "@file" the whole, that the copy went without. `returning`: those of them that the library did
    not have at the adaptation: where the copy has none, it is because nobody wanted it so far.
    """

    content: bytes | None
    parts: dict[str, str | None] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    returning: set[str] = field(default_factory=set)


def basis_of(path: str, origin: bytes | None, decided: Iterable[Decision]) -> Basis:
    """Return what a file is compared with. `decided`: all about this file, the latest last; one about the whole file
    stands above earlier ones about its parts."""
    found = Basis(origin, _parts(path, origin))
    for each in decided:
        then = each.then.get(path)
        if each.part == FILE:
            was_new = origin is None
            found = Basis(then, _parts(path, then))
        else:
            was_new = each.part not in found.parts
            found.parts[each.part] = _parts(path, then).get(each.part)
        if each.is_left:
            found.left.add(each.part)
            found.returning |= {each.part} if was_new else set()
    return found


def _parts(path: str, content: bytes | None) -> dict[str, str | None]:
    if content is None or not is_text(path):
        return {}
    return {each.part: each.text for each in split(path, content.decode("utf-8", "replace"))}
