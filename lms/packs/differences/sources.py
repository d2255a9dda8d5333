"""The difference between two sets of files: as a whole where both can be read, part by part where one cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from lms.packs.closure import closure
from lms.packs.differences.comparing import differences
from lms.packs.differences.marking import Run, marked
from lms.packs.differences.model import Difference
from lms.packs.lending import NOTHING_LENT, Lent
from lms.packs.model import Module, Pack
from lms.packs.reading import read_files
from lms.packs.segments import split

Happened = Literal["added", "removed", "changed"]
WHOLE: Final = ""
"""The part that stands for a whole file: one that came or went, or is no text."""


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One part of one file that differs; `runs` are its words, none where it is no text."""

    path: str
    part: str
    happened: Happened
    runs: tuple[Run, ...] = ()


def closure_of(pack: Pack, module: Module) -> dict[str, Any]:
    """Return the closure of one module of a pack."""
    return dict(closure(module, [*pack.quizzes, *pack.instruments, *pack.drills]))


def between_sources(
    old: Mapping[str, bytes], new: Mapping[str, bytes], *, lent: Lent = NOTHING_LENT
) -> tuple[Difference, ...]:
    """Return what differs between two sets of files of one module; raise `PackErrors` where either cannot be read."""
    before, after = (read_files(files, lent=lent) for files in (old, new))
    return differences(closure_of(before, before.modules[0]), closure_of(after, after.modules[0]))


def part_differences(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[PartDifference, ...]:
    """Return what differs between two sets of files as they stand, faulty or not, sorted by path."""
    paths = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    return tuple(each for path in paths for each in _of_file(path, old.get(path), new.get(path)))


def _of_file(path: str, old: bytes | None, new: bytes | None) -> Iterator[PartDifference]:
    before, after = _text(path, old), _text(path, new)
    if before is None or after is None:
        happened: Happened = "added" if old is None else "removed" if new is None else "changed"
        yield PartDifference(path, WHOLE, happened)
        return
    was, now = ({each.part: each.text for each in split(path, text)} for text in (before, after))
    for part in dict.fromkeys((*now, *was)):
        if was.get(part) != now.get(part):
            happened = "added" if part not in was else "removed" if part not in now else "changed"
            yield PartDifference(path, part, happened, marked(was.get(part, "").strip(), now.get(part, "").strip()))
    if list(was) != list(now) and was == now:
        yield PartDifference(path, WHOLE, "changed")


def _text(path: str, content: bytes | None) -> str | None:
    """Return a file as text; None for one that is not there or is none."""
    if content is None or not path.endswith((".md", ".toml")):
        return None
    return content.decode("utf-8", "replace")
