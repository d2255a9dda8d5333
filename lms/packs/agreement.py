"""Do the languages of a module agree, and is everything there that its pages use?"""

from collections.abc import Collection, Mapping

from lms.packs.pages import PageSource
from lms.packs.practice_blocks import OWN_KINDS
from lms.packs.problems import Findings
from lms.packs.roles import CALLED
from lms.questions.tables import did_you_mean
from lms.sentences import say, sentences

PageSources = Mapping[str, Mapping[str, PageSource]]
"""Page name -> language -> page."""


def check_languages_agree(pages: PageSources, findings: Findings, partly: Collection[str] = ()) -> None:
    """Note where a page differs between languages in its blocks: ids, kinds, order, what they use. English leads.

    In a language that is only `partly` there, blocks may be missing; those that stand agree all the same.
    """
    for sources in pages.values():
        english = sources.get("en")
        for language, other in sources.items():
            if english is not None and language != "en":
                _compare(english, other, findings, partly=language in partly)


def _compare(english: PageSource, other: PageSource, findings: Findings, *, partly: bool) -> None:
    theirs = {block.id: block for block in other.text.blocks}
    ours = {block.id: block for block in english.text.blocks if not partly or block.id in theirs}
    for id in ours.keys() - theirs.keys():
        message = say('The block "{id}" is missing.', id=id)
        findings.problem(
            other.file,
            1,
            message,
            say("It stands in {file}:{line}; use the same id.", file=english.file, line=english.lines[id]),
        )
    for id in theirs.keys() - ours.keys():
        message = say('The block "{id}" is not in English.', id=id)
        findings.problem(
            other.file,
            other.lines[id],
            message,
            sentences(_nearest(id, ours), say("English file: {file}.", file=english.file)),
        )
    for id in ours.keys() & theirs.keys():
        mine, its = ours[id], theirs[id]
        if (mine.kind, mine.references) != (its.kind, its.references):
            message = say('The block "{id}" is another one in English.', id=id)
            findings.problem(
                other.file,
                other.lines[id],
                message,
                say("See {file}:{line}.", file=english.file, line=english.lines[id]),
            )
    if ours.keys() == theirs.keys() and list(ours) != list(theirs):
        first = next(its for mine, its in zip(ours, theirs, strict=True) if mine != its)
        message = say("The blocks stand in another order than in English.")
        findings.problem(
            other.file,
            other.lines[first],
            message,
            say("The order in {file}: {ids}.", file=english.file, ids=", ".join(ours)),
        )


def _nearest(id: str, known: Collection[str]) -> str:
    remedy = did_you_mean(id, known)
    return remedy if remedy.startswith("Did") else say("Add it there, or remove it here.")


def check_references(pages: PageSources, role: str, known: Collection[str], place: str, findings: Findings) -> None:
    """Note each use of a calculator, quiz or picture (`role`) that is not among the `known`.

    `place` is the path where it would lie, with {} for its name; a picture or clip there is declared too.
    """
    for sources in pages.values():
        for source in sources.values():
            for block in source.text.blocks:
                for use in block.references:
                    if use.role == role and use.name and use.name not in known:
                        near = did_you_mean(use.name, known)
                        remedy = near if near.startswith("Did") else _add(place.format(use.name), role)
                        message = say('There is no {called} "{name}".', called=CALLED[role], name=use.name)
                        findings.problem(source.file, source.lines[block.id], message, remedy)


def _add(path: str, role: str) -> str:
    declared = role not in ("media", "clip")
    return say("Add {path}.", path=path) if declared else say("Add {path} and declare it.", path=path)


_ATTEMPTS = say("Give it an id of its own: a learner's attempts hang on it.")
_OWN_WORDS = say("Give it an id of its own: a learner's own words hang on it.")


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
                message = say(
                    'The {kind} block "{id}" stands in {file} too.', kind=block.kind, id=block.id, file=first.file
                )
                remedy = _ATTEMPTS if block.kind == "quiz" else _OWN_WORDS
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
