"""Reading a whole pack: every problem at once, or a pack that can be relied on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lms.packs.agreement import check_references, names_used
from lms.packs.closure import closure, digest
from lms.packs.files import SourceFolder
from lms.packs.identity import Identities
from lms.packs.instrument_files import check_pages, is_instrument, read_instrument
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.packs.instruments import Instrument
from lms.packs.model import Module, Pack, Quiz
from lms.packs.modules import ModuleReader
from lms.packs.problems import Findings, PackErrors
from lms.packs.quizzes import quiz_files, read_quiz


def read_pack(folder: Path, *, clean: bool = True) -> Pack:
    """Read and check the pack in `folder` (which holds modules/ and quizzes/); raise `PackErrors` with every problem.

    `clean=False` leaves HTML in the texts as it is written. It exists for one test: that the browser's content security
    policy holds without the cleaner.
    """
    findings = Findings()
    if not any((folder / shelf).is_dir() for shelf in ("modules", "quizzes")):
        findings.problem(".", 1, "There is neither modules/ nor quizzes/ here.", "Name the folder that holds them.")
        raise PackErrors(findings.problems)
    source, identities = SourceFolder(folder, findings), Identities()
    readers = [ModuleReader(source, slug, identities, clean) for slug in _slugs(source)]
    modules = [reader.read() for reader in readers]
    files = quiz_files(source)
    sat = {name: path for name, path in files.items() if is_instrument(source, path)}
    quizzes = _quizzes(source, readers, {name: files[name] for name in files if name not in sat}, identities)
    instruments = _instruments(source, readers, sat, identities)
    _check_calculators(modules, findings)
    if findings.problems:
        raise PackErrors(findings.problems)
    frozen = [_frozen(module, [*quizzes, *instruments]) for module in modules if module is not None]
    return Pack(tuple(frozen), tuple(quizzes), tuple(sorted(set(findings.notes))), tuple(instruments))


def _slugs(source: SourceFolder) -> list[str]:
    slugs: set[str] = set()
    for path in source.below("modules"):
        parts = PurePosixPath(path).parts
        if len(parts) > 2:
            slugs.add(parts[1])
        else:
            source.findings.problem(path, 1, "This file lies beside the modules.", "Move it into a module's folder.")
    return sorted(slugs)


def _quizzes(
    source: SourceFolder, readers: Sequence[ModuleReader], files: Mapping[str, str], identities: Identities
) -> list[Quiz]:
    spoken = _spoken(source, readers, files, "quiz")
    pages = {name: {page for r in readers if name in names_used(r.pages, "quiz") for page in r.pages} for name in files}
    read = (
        read_quiz(source, name, path, spoken.get(name, ()), identities, pages[name]) for name, path in files.items()
    )
    return [quiz for quiz in read if quiz is not None]


def _instruments(
    source: SourceFolder, readers: Sequence[ModuleReader], files: Mapping[str, str], identities: Identities
) -> list[Instrument]:
    spoken = _spoken(source, readers, files, SELF_ASSESSMENT)
    read = (read_instrument(source, name, path, spoken.get(name, ()), identities) for name, path in files.items())
    instruments = [instrument for instrument in read if instrument is not None]
    for each in instruments:
        users = {r.slug: list(r.pages) for r in readers if each.name in names_used(r.pages, SELF_ASSESSMENT)}
        check_pages(each, files[each.name], users, source.findings)
    return instruments


def _spoken(
    source: SourceFolder, readers: Sequence[ModuleReader], files: Mapping[str, str], role: str
) -> dict[str, set[str]]:
    """Return the languages of the modules that use each file in that role; a use of what is not there is a problem."""
    spoken: dict[str, set[str]] = {}
    for reader in readers:
        check_references(reader.pages, role, files, "quizzes/{}.toml", source.findings)
        for name in names_used(reader.pages, role):
            spoken.setdefault(name, set()).update(reader.languages)
    return spoken


def _check_calculators(modules: Sequence[Module | None], findings: Findings) -> None:
    """A calculator's name is its address under /tools, so that it may stand in one module only."""
    places: dict[str, str] = {}
    for module in modules:
        for name in module.calculators if module is not None else ():
            place = places.setdefault(name, module.slug if module is not None else "")
            if module is not None and place != module.slug:
                file = f"modules/{module.slug}/{name}.calc.toml"
                findings.problem(file, 1, f'The module "{place}" has a calculator "{name}" too.', "Rename one of them.")


def _frozen(module: Module, quizzes: Sequence[Quiz | Instrument]) -> Module:
    return replace(module, digest=digest(closure(module, quizzes)))
