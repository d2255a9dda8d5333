"""Pages of two versions: what came, went, moved, and what each block says now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from lms.packs.blocks import TEXT
from lms.packs.companions import LINE_MANAGER, TEAM
from lms.packs.differences.marking import Run, marked, words_of
from lms.packs.differences.model import Detail, Difference, Name, Place, Step
from lms.packs.differences.values import differing
from lms.questions.text import N_, Text

Document = Mapping[str, Any]


def page_differences(old: Document, new: Document, told: Collection[tuple[str, str]]) -> Iterator[Difference]:
    """Yield what differs in the pages of two closures, in the order of the newer.

    `told`: the pages ("page", name) and blocks ("block", "page#block") that are told already, as meaning.
    """
    before, after = _by_name(old["module"]["pages"]), _by_name(new["module"]["pages"])
    for name in [*after, *(each for each in before if each not in after)]:
        if name not in before or name not in after:
            if ("page", name) not in told:
                said = (
                    N_("The page was added; nobody has to read it.") if name in after else N_("The page was removed.")
                )
                is_gone = name not in after
                yield Difference(place_of(after.get(name) or before[name]), "wording", said, is_gone=is_gone)
        else:
            yield from _page(before[name], after[name], told)
    yield from _moved(list(before), after)


def place_of(page: Document, part: str = "") -> Place:
    """Return where a page is, or a block of it."""
    return Place("page", page["name"], {code: text["title"] for code, text in page["texts"].items()}, part)


def moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the fewest names that must have moved, of those in both, in the new order."""
    before, after = [each for each in old if each in set(new)], [each for each in new if each in set(old)]
    stay: set[str] = set()
    for i, _, length in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        stay.update(before[i : i + length])
    return [each for each in after if each not in stay]


def heading_of(block: Document) -> str:
    """Return the heading a text block begins with, "" where it has none."""
    html = str(block["html"] or "") if block["kind"] == TEXT else ""
    return words_of(html.split("</h", 1)[0]) if html.startswith("<h") else ""


def _by_name(pages: Sequence[Document]) -> dict[str, Document]:
    return {page["name"]: page for page in pages}


def _page(old: Document, new: Document, told: Collection[tuple[str, str]]) -> Iterator[Difference]:
    minutes = [*differing(old["minutes"], new["minutes"], (), (Step(N_("Minutes")),))]
    if minutes:
        details = tuple(detail for value in minutes for detail in value.details())
        yield Difference(place_of(new), "wording", N_("The page takes another time."), details=details)
    yield from _beside(old, new, told)
    yield from _languages(old, new)
    yield from _titles(old, new)
    yield from _blocks(old, new, told)


_NOW: Final = {
    "": N_("The page is one of the module now; nobody has to read it."),
    TEAM: N_("The page is the team card now, beside the module."),
    LINE_MANAGER: N_("The page is the one for the line manager now, beside the module."),
}


def _beside(old: Document, new: Document, told: Collection[tuple[str, str]]) -> Iterator[Difference]:
    before, after = old.get("beside", ""), new.get("beside", "")
    if before != after and ("page", new["name"]) not in told:
        yield Difference(place_of(new), "wording", _NOW[after])


def _languages(old: Document, new: Document) -> Iterator[Difference]:
    for code in dict.fromkeys((*old["texts"], *new["texts"])):
        if code not in old["texts"]:
            yield Difference(
                place_of(new), "wording", N_("The page is written in %(language)s now."), {"language": code}
            )
        elif code not in new["texts"]:
            said = N_("The page is no longer written in %(language)s.")
            yield Difference(place_of(new), "wording", said, {"language": code})


def _both(old: Document, new: Document) -> list[str]:
    return [code for code in old["texts"] if code in new["texts"]]


def _titles(old: Document, new: Document) -> Iterator[Difference]:
    for key, said in (("title", N_("The page was renamed.")), ("eyebrow", N_("The line above the title changed."))):
        details = tuple(
            Detail((), code, marked(old["texts"][code][key], new["texts"][code][key]))
            for code in _both(old, new)
            if old["texts"][code][key] != new["texts"][code][key]
        )
        if details:
            yield Difference(place_of(new), "wording", said, details=details)


def _blocks(old: Document, new: Document, told: Collection[tuple[str, str]]) -> Iterator[Difference]:
    codes = _both(old, new)
    before = {code: _by_id(old["texts"][code]["blocks"]) for code in codes}
    after = {code: _by_id(new["texts"][code]["blocks"]) for code in codes}
    for id in dict.fromkeys(id for side in (after, before) for blocks in side.values() for id in blocks):
        sides = {code: (before[code].get(id), after[code].get(id)) for code in codes}
        if ("block", f"{new['name']}#{id}") not in told and any(one != other for one, other in sides.values()):
            yield _block(new, id, sides)
    orders = [(list(before[code]), list(after[code])) for code in codes]
    first = next((pair for pair in orders if moved(*pair)), None)
    if first is not None:
        for id in moved(*first):
            at = first[1].index(id)
            yield _shifted(
                place_of(new, id), _block_name(after, id), _block_name(after, first[1][at - 1]) if at else ""
            )


def _by_id(blocks: Sequence[Document]) -> dict[str, Document]:
    return {block["id"]: block for block in blocks}


Sides = Mapping[str, tuple[Document | None, Document | None]]


def _block(page: Document, id: str, sides: Sides) -> Difference:
    place = place_of(page, id)
    name = _name_in({code: new or old for code, (old, new) in sides.items()}, id)
    if all(old is None for old, _ in sides.values()):
        said = N_("%(block)s was added.")
    elif all(new is None for _, new in sides.values()):
        said = N_("%(block)s was removed.")
    else:
        said = N_("%(block)s reads otherwise.")
    details = tuple(detail for code, (old, new) in sides.items() for detail in _said(code, old, new))
    if not details:
        said = N_("%(block)s has the same words; links or emphasis changed.")
    return Difference(place, "wording", said, {"block": name}, details)


def _said(code: str, old: Document | None, new: Document | None) -> Iterator[Detail]:
    """Yield what a block said and says in one language: its text, then what its kind keeps beside."""
    before, after = _text(old), _text(new)
    if before != after:
        yield Detail((), code, marked(before, after))
    for value in differing(_data(old), _data(new)):
        for detail in value.details():
            runs = (
                tuple(Run(run.mark, words_of(run.text)) for run in detail.runs) if "html" in value.at else detail.runs
            )
            yield Detail(detail.steps, code, runs)


def _text(block: Document | None) -> str:
    return words_of(block["html"] or "") if block is not None else ""


def _data(block: Document | None) -> Document:
    return {"kind": block["kind"], **block["data"], "uses": block["references"]} if block is not None else {}


def _block_name(blocks: Mapping[str, Mapping[str, Document]], id: str) -> Name:
    return _name_in({code: found.get(id) for code, found in blocks.items()}, id)


def _name_in(blocks: Mapping[str, Document | None], id: str) -> Name:
    """Return what a block is called: its heading in each language, else its title, else its id."""
    headings: Text = {
        code: heading_of(block) or str(block["data"].get("title") or block["data"].get("question") or "")
        for code, block in blocks.items()
        if block is not None
    }
    found = {code: heading for code, heading in headings.items() if heading}
    return found if "en" in found else id


def _moved(old: Sequence[str], pages: Mapping[str, Document]) -> Iterator[Difference]:
    order = list(pages)
    for name in moved(old, order):
        at = order.index(name)
        after = place_of(pages[order[at - 1]]).title if at else ""
        page = place_of(pages[name])
        said = N_("The page stands after “%(after)s” now.") if at else N_("The page stands first now.")
        yield Difference(page, "wording", said, {"after": after})


def _shifted(place: Place, name: Name, after: Name) -> Difference:
    said = N_("%(block)s stands after “%(after)s” now.") if after else N_("%(block)s stands first on the page now.")
    return Difference(place, "wording", said, {"block": name, "after": after})
