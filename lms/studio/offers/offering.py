"""What changed in the library since somebody last decided upon it, part by part, beside what the module says now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lms.packs.segments import base_of, split
from lms.packs.translations import FILE as MARKS
from lms.studio.drafts.acts import FILE
from lms.studio.drafts.paths import is_text
from lms.studio.offers.basis import Basis, Decision, basis_of
from lms.studio.offers.copied import Files, as_copied, shown


@dataclass(frozen=True)
class Offer:
    """One part that the library changed. `was`, `now`: its text then and today, None where it was or is not there;
    then is when somebody last took or left a change of it, before that the adaptation. `mine`: the module's own, None
    where it has none. `part` is "@file" for a whole file; `after`: where a new part goes. `was_left`: `was` is a text
    that the module went without. A picture has no texts: `is_medium`."""

    path: str
    part: str
    was: str | None
    now: str | None
    mine: str | None
    after: str | None = None
    content: bytes | None = None
    was_left: bool = False

    @property
    def is_medium(self) -> bool:
        """Return whether it is a picture or a clip."""
        return not is_text(self.path)

    @property
    def base(self) -> str:
        """Return the revision of what is offered: another one is another offer."""
        return base_of("" if self.now is None else self.now)

    @property
    def mine_base(self) -> str:
        """Return the revision of the module's own text, "" where it has none."""
        return "" if self.mine is None else base_of(self.mine)

    @property
    def is_untouched(self) -> bool:
        """Return whether the module says what the library said then: taking it over loses nothing."""
        return _stripped(self.mine) == _stripped(self.was)


def offers(origin: Files, newest: Files, mine: Files, decided: Sequence[Decision] = ()) -> list[Offer]:
    """Return what the library changed and the module does not say yet, in the order of the files.

    The first three are the files of one module, `origin` and `newest` two versions of the library, `mine` an adapted
    copy. What was decided (the latest last) is compared with the version it was decided upon, the rest with `origin`.
    What the module has removed is not offered again.
    """
    then, today = as_copied(origin, mine), as_copied(newest, mine)
    found: list[Offer] = []
    for path in sorted(then.keys() | today.keys() | {each.path for each in decided}):
        here = [each for each in decided if each.path == path]
        if (here or then.get(path) != today.get(path)) and not path.endswith(f"/{MARKS}"):
            found.extend(_in_file(path, basis_of(path, then.get(path), here), today.get(path), mine.get(path)))
    return [each for each in found if _stripped(each.mine) != _stripped(each.now)]


def remaining(found: list[Offer], declined: Collection[tuple[str, str, str]]) -> list[Offer]:
    """Return those that nobody declined; `declined` are (path, part, revision)."""
    return [each for each in found if (each.path, each.part, each.base) not in declined]


def _in_file(path: str, basis: Basis, now: bytes | None, mine: bytes | None) -> Iterator[Offer]:
    was = basis.content
    if was is not None and mine is None and FILE not in basis.returning:
        return  # the module has thrown the file away
    if was is not None and now is not None and mine is not None and is_text(path):
        yield from _in_text(path, basis, now.decode(), mine.decode("utf-8", "replace"))
    elif was != now:
        texts = shown(path, was), shown(path, now), shown(path, mine)
        yield Offer(path, FILE, *texts, content=now, was_left=FILE in basis.left)


def _in_text(path: str, basis: Basis, now: str, mine: str) -> Iterator[Offer]:
    today, own = ({each.part: each.text for each in split(path, text)} for text in (now, mine))
    then = {part: text for part, text in basis.parts.items() if text is not None}
    before: str | None = None
    for part, text in today.items():
        wanted = part in own or part not in then or part in basis.returning
        if wanted and _stripped(then.get(part)) != _stripped(text):
            yield Offer(path, part, then.get(part), text, own.get(part), before, was_left=part in basis.left)
        before = part if part in own else before
    for part, text in then.items():
        if part not in today and part in own:
            yield Offer(path, part, text, None, own[part], was_left=part in basis.left)


def _stripped(text: str | None) -> str | None:
    return None if text is None else text.rstrip()
