"""Reading a whole pack: every problem at once, or a pack that can be relied on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lms.packs.agreement import check_references, names_used
from lms.packs.closure import closure, digest
from lms.packs.files import SourceFolder
from lms.packs.identity import Identities
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
    quizzes = _quizzes(source, readers, identities)
    _check_calculators(modules, findings)
    if findings.problems:
        raise PackErrors(findings.problems)
    frozen = [_frozen(module, quizzes) for module in modules if module is not None]
    return Pack(tuple(frozen), tuple(quizzes), tuple(sorted(set(findings.notes))))


def _slugs(source: SourceFolder) -> list[str]:
    slugs: set[str] = set()
    for path in source.below("modules"):
        parts = PurePosixPath(path).parts
        if len(parts) > 2:
            slugs.add(parts[1])
        else:
            source.findings.problem(path, 1, "This file lies beside the modules.", "Move it into a module's folder.")
    return sorted(slugs)


def _quizzes(source: SourceFolder, readers: Sequence[ModuleReader], identities: Identities) -> list[Quiz]:
    files = quiz_files(source)
    spoken: dict[str, set[str]] = {}
    for reader in readers:
        check_references(reader.pages, "quiz", files, "quizzes/{}.toml", source.findings)
        for name in names_used(reader.pages, "quiz"):
            spoken.setdefault(name, set()).update(reader.languages)
    read = (read_quiz(source, name, path, spoken.get(name, ()), identities) for name, path in files.items())
    return [quiz for quiz in read if quiz is not None]


def _check_calculators(modules: Sequence[Module | None], findings: Findings) -> None:
    """A calculator's name is its address under /tools, so that it may stand in one module only."""
    places: dict[str, str] = {}
    for module in modules:
        for name in module.calculators if module is not None else ():
            place = places.setdefault(name, module.slug if module is not None else "")
            if module is not None and place != module.slug:
                file = f"modules/{module.slug}/{name}.calc.toml"
                findings.problem(file, 1, f'The module "{place}" has a calculator "{name}" too.', "Rename one of them.")


def _frozen(module: Module, quizzes: Sequence[Quiz]) -> Module:
    return replace(module, digest=digest(closure(module, quizzes)))
