"""Do the languages of a module agree, and is everything there that its pages use?"""

from collections.abc import Collection, Mapping

from lms.packs.pages import PageSource
from lms.packs.practice_blocks import OWN_KINDS
from lms.packs.problems import Findings
from lms.questions.tables import did_you_mean

PageSources = Mapping[str, Mapping[str, PageSource]]
"""Page name -> language -> page."""


_CALLED = {role: role for role in ("calculator", "quiz", "self-assessment", "drill")} | {"media": "picture"}


def check_languages_agree(pages: PageSources, findings: Findings) -> None:
    """Note where a page differs between languages in its blocks: ids, kinds, order, what they use. English leads."""
    for sources in pages.values():
        english = sources.get("en")
        for language, other in sources.items():
            if english is not None and language != "en":
                _compare(english, other, findings)


def _compare(english: PageSource, other: PageSource, findings: Findings) -> None:
    ours = {block.id: block for block in english.text.blocks}
    theirs = {block.id: block for block in other.text.blocks}
    for id in ours.keys() - theirs.keys():
        message = f'The block "{id}" is missing.'
        findings.problem(other.file, 1, message, f"It stands in {english.file}:{english.lines[id]}; use the same id.")
    for id in theirs.keys() - ours.keys():
        message = f'The block "{id}" is not in English.'
        findings.problem(other.file, other.lines[id], message, f"{_nearest(id, ours)} English file: {english.file}.")
    for id in ours.keys() & theirs.keys():
        mine, its = ours[id], theirs[id]
        if (mine.kind, mine.references) != (its.kind, its.references):
            message = f'The block "{id}" is another one in English.'
            findings.problem(other.file, other.lines[id], message, f"See {english.file}:{english.lines[id]}.")
    if ours.keys() == theirs.keys() and list(ours) != list(theirs):
        first = next(its for mine, its in zip(ours, theirs, strict=True) if mine != its)
        message = "The blocks stand in another order than in English."
        findings.problem(other.file, other.lines[first], message, f"The order in {english.file}: {', '.join(ours)}.")


def _nearest(id: str, known: Collection[str]) -> str:
    remedy = did_you_mean(id, known)
    return remedy if remedy.startswith("Did") else "Add it there, or remove it here."


def check_references(pages: PageSources, role: str, known: Collection[str], place: str, findings: Findings) -> None:
    """Note each use of a calculator, quiz or picture (`role`) that is not among the `known`.

    `place` is the path where it would lie, with {} for its name.
    """
    for sources in pages.values():
        for source in sources.values():
            for block in source.text.blocks:
                for use in block.references:
                    if use.role == role and use.name and use.name not in known:
                        near = did_you_mean(use.name, known)
                        remedy = near if near.startswith("Did") else f"Add {place.format(use.name)}."
                        message = f'There is no {_CALLED[role]} "{use.name}".'
                        findings.problem(source.file, source.lines[block.id], message, remedy)


_HANGS = {"quiz": "attempts"}


def check_quiz_blocks(pages: PageSources, findings: Findings) -> None:
    """Note a quiz, or a block for own words, whose id another page has too: what is kept hangs on it in the module."""
    places: dict[str, PageSource] = {}
    for sources in pages.values():
        english = sources.get("en")
        if english is None:
            continue
        for block in english.text.blocks:
            first = places.setdefault(block.id, english) if block.kind in ("quiz", *OWN_KINDS) else english
            if first is not english:
                message = f'The {block.kind} block "{block.id}" stands in {first.file} too.'
                remedy = f"Give it an id of its own: a learner's {_HANGS.get(block.kind, 'own words')} hang on it."
                findings.problem(english.file, english.lines[block.id], message, remedy)


def names_used(pages: PageSources, role: str) -> set[str]:
    """Return the names the pages use in that role."""
    return {
        use.name
        for sources in pages.values()
        for source in sources.values()
        for block in source.text.blocks
        for use in block.references
        if use.role == role
    }
