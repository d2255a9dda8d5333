"""Reading a whole pack: every problem at once, or a pack that can be relied on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lms.calculators.declared import Calculator
from lms.packs.agreement import check_references, names_used
from lms.packs.calculator_files import calculator_files
from lms.packs.closure import closure, digest, shelf_closure
from lms.packs.curricula.model import ShippedCurriculum
from lms.packs.curricula.reading import check_known, read_curricula
from lms.packs.drills import file as drill_file
from lms.packs.drills.model import KIND as DRILL
from lms.packs.drills.model import Drill
from lms.packs.files import SHELVES, PackFiles, SourceFiles, SourceFolder
from lms.packs.identity import Identities
from lms.packs.instrument_files import check_pages, is_instrument, read_instrument
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.packs.instruments import Instrument
from lms.packs.lending import NOTHING_LENT, Layered, Lent
from lms.packs.model import Module, Pack, Quiz
from lms.packs.modules import ModuleReader
from lms.packs.partly import Spoken
from lms.packs.problems import Findings, PackErrors, Problem
from lms.packs.quiz_pictures import refuse_unused
from lms.packs.quizzes import quiz_files, read_quiz
from lms.packs.shelf_files import ShelfReader, check_facts, check_groups, defined_facts, is_shelf
from lms.packs.tool_shelves import ToolShelf
from lms.sentences import say


def read_pack(folder: Path, *, clean: bool = True, without: Collection[str] = ()) -> Pack:
    """Read and check the pack in `folder` (which holds modules/ and quizzes/); raise `PackErrors` with every problem.

    `without` are folders among the modules that are passed over as if they were not there. `clean=False` leaves HTML in
    the texts as it is written. It exists for one test: that the browser's content security policy holds without the
    cleaner.
    """
    findings = Findings()
    if not any((folder / shelf).is_dir() for shelf in SHELVES):
        findings.problem(
            ".", 1, say("There is neither modules/ nor quizzes/ here."), say("Name the folder that holds them.")
        )
        raise PackErrors(findings.problems)
    return _read(SourceFolder(folder, findings), clean=clean, without=without)


def read_files(files: Mapping[str, bytes], *, lent: Lent = NOTHING_LENT, clean: bool = True) -> Pack:
    """Read and check a pack whose files lie in memory (path inside the pack -> bytes), as `read_pack` does a folder.

    `lent` is what its pages and drills may use besides what the files hold; raise `PackErrors` with every problem.
    """
    findings = Findings()
    source = SourceFiles(files, findings)
    if not source.files and not findings.problems:
        findings.problem(".", 1, say("There is neither modules/ nor quizzes/ here."), say("A pack holds one of them."))
    return _read(source, lent=lent, clean=clean)


def _read(source: PackFiles, *, lent: Lent = NOTHING_LENT, clean: bool = True, without: Collection[str] = ()) -> Pack:
    findings, identities = source.findings, Identities()
    slugs = [slug for slug in _slugs(source) if slug not in without]
    shelves = [ShelfReader(source, slug, identities) for slug in slugs if is_shelf(source, slug)]
    for shelf in shelves:
        shelf.read()
    files = quiz_files(source)
    computing = drill_file.drill_calculators(source, files)
    readers = _readers(source, slugs, shelves, identities, clean, computing, lent)
    modules = [reader.read() for reader in readers]
    sat = {name: path for name, path in files.items() if name not in computing and is_instrument(source, path)}
    asked = {name: path for name, path in files.items() if name not in sat and name not in computing}
    quizzes = _quizzes(source, readers, asked, identities)
    instruments = _instruments(source, readers, sat, identities)
    drills = _drills(source, readers, shelves, {name: files[name] for name in computing}, identities, lent)
    _check_calculators([*shelves, *readers], findings)
    _check_shelves(shelves, readers, lent, findings)
    curricula = _curricula(source, readers, [*shelves, *readers], lent, identities)
    if findings.problems:
        raise PackErrors(findings.problems)
    frozen = [_frozen(module, [*quizzes, *instruments, *drills]) for module in modules if module is not None]
    standing = tuple(_numbered(each.shelf) for each in shelves if each.shelf is not None)
    notes = tuple(sorted(set(findings.notes)))
    return Pack(tuple(frozen), tuple(quizzes), notes, tuple(instruments), standing, tuple(drills), curricula)


def broken_shelves(folder: Path, problems: Iterable[Problem]) -> frozenset[str]:
    """Return the tool shelves in which every one of the problems lies; empty where one lies anywhere else."""
    source = SourceFolder(folder, Findings())
    places = [PurePosixPath(problem.file).parts for problem in problems]
    slugs = {parts[1] if parts[:1] == ("modules",) and len(parts) > 2 else "" for parts in places}
    return frozenset(slugs) if all(slug and is_shelf(source, slug) for slug in slugs) else frozenset()


def _readers(
    source: PackFiles,
    slugs: Sequence[str],
    shelves: Sequence[ShelfReader],
    identities: Identities,
    clean: bool,
    drills: Mapping[str, str],
    lent: Lent,
) -> list[ModuleReader]:
    """Return a reader for each module; its pages and its drills may use what stands on the shelves or is lent."""
    standing = {
        **lent.calculators,
        **{name: each.calculator for shelf in shelves for name, each in shelf.files.items()},
    }
    names = [*lent.calculators, *(name for shelf in shelves for name in shelf.names)]
    own = [slug for slug in slugs if slug not in {shelf.slug for shelf in shelves}]
    return [
        ModuleReader(
            source, slug, identities, clean, shelf=Layered(standing, lent.calculators), on_shelf=names, drills=drills
        )
        for slug in own
    ]


def _slugs(source: PackFiles) -> list[str]:
    slugs: set[str] = set()
    for path in source.below("modules"):
        parts = PurePosixPath(path).parts
        if len(parts) > 2:
            slugs.add(parts[1])
        else:
            source.findings.problem(
                path, 1, say("This file lies beside the modules."), say("Move it into a module's folder.")
            )
    return sorted(slugs)


def _quizzes(
    source: PackFiles, readers: Sequence[ModuleReader], files: Mapping[str, str], identities: Identities
) -> list[Quiz]:
    spoken = _spoken(source, readers, files, "quiz")
    pages = {
        name: {page for r in readers if name in names_used(r.pages, "quiz") for page in r.course} for name in files
    }
    read = (
        read_quiz(source, name, path, spoken.get(name, Spoken()), identities, pages[name])
        for name, path in files.items()
    )
    quizzes = [quiz for quiz in read if quiz is not None]
    if len(quizzes) == len(files):  # of a quiz that cannot be read nobody knows what it shows
        refuse_unused(source, quizzes)
    return quizzes


def _instruments(
    source: PackFiles, readers: Sequence[ModuleReader], files: Mapping[str, str], identities: Identities
) -> list[Instrument]:
    spoken = _spoken(source, readers, files, SELF_ASSESSMENT)
    read = (read_instrument(source, name, path, spoken.get(name, Spoken()), identities) for name, path in files.items())
    instruments = [instrument for instrument in read if instrument is not None]
    for each in instruments:
        users = {r.slug: r.course for r in readers if each.name in names_used(r.pages, SELF_ASSESSMENT)}
        check_pages(each, files[each.name], users, source.findings)
    return instruments


def _drills(
    source: PackFiles,
    readers: Sequence[ModuleReader],
    shelves: Sequence[ShelfReader],
    files: Mapping[str, str],
    identities: Identities,
    lent: Lent,
) -> list[Drill]:
    spoken = _spoken(source, readers, files, DRILL)
    drills = []
    for name, path in files.items():
        users = [reader for reader in readers if name in names_used(reader.pages, DRILL)]
        known = Layered(_calculators_for(users or readers, shelves, in_all=bool(users)), lent.calculators)
        drill = drill_file.read_drill(source, name, path, spoken.get(name, Spoken()), identities, known)
        if drill is not None:
            drill_file.check_pages(drill, path, {each.slug: each.course for each in users}, source.findings)
            drills.append(drill)
    return drills


def _calculators_for(
    readers: Sequence[ModuleReader], shelves: Sequence[ShelfReader], *, in_all: bool
) -> dict[str, Calculator | None]:
    """Return what a drill of these modules may compute with, by name: None for one that is broken itself."""

    def of(reader: ModuleReader | ShelfReader) -> dict[str, Calculator | None]:
        names = calculator_files(reader.source, reader.folder)
        return {name: reader.files[name].calculator if name in reader.files else None for name in names}

    own = [of(reader) for reader in readers]
    shared = [name for name in (own[0] if own else {}) if not in_all or all(name in each for each in own)]
    several = {} if in_all else {name: found for each in own for name, found in each.items()}
    standing = {name: found for shelf in shelves for name, found in of(shelf).items()}
    return {**standing, **several, **{name: own[0][name] for name in shared}}


def _curricula(
    source: PackFiles,
    readers: Sequence[ModuleReader],
    both: Sequence[ShelfReader | ModuleReader],
    lent: Lent,
    identities: Identities,
) -> tuple[ShippedCurriculum, ...]:
    found = read_curricula(source, identities)
    tools = {*lent.calculators, *(name for each in both for name in calculator_files(each.source, each.folder))}
    check_known(source, found, {reader.slug for reader in readers}, tools)
    return found


def _spoken(
    source: PackFiles, readers: Sequence[ModuleReader], files: Mapping[str, str], role: str
) -> dict[str, Spoken]:
    """Return the languages of the modules that use each file in that role.

    A use of what is not there is a problem.
    """
    spoken: dict[str, Spoken] = {}
    for reader in readers:
        check_references(reader.pages, role, files, "quizzes/{}.toml", source.findings)
        for name in names_used(reader.pages, role):
            spoken[name] = spoken.get(name, Spoken()).also(reader.whole, reader.partly)
    return spoken


def _check_calculators(readers: Sequence[ModuleReader | ShelfReader], findings: Findings) -> None:
    """A calculator's name is its address under /tools, so that it may stand in one place only."""
    places: dict[str, str] = {}
    for reader in readers:
        for name, each in reader.files.items():
            place = places.setdefault(name, reader.slug)
            if place != reader.slug:
                message = say('The module "{place}" has a calculator "{name}" too.', place=place, name=name)
                findings.problem(each.toml.file, 1, message, say("Rename one of them."))


def _check_shelves(
    shelves: Sequence[ShelfReader], readers: Sequence[ModuleReader], lent: Lent, findings: Findings
) -> None:
    """Check what shelves and modules agree about; facts only where every shelf could be read."""
    both: list[ShelfReader | ModuleReader] = [*shelves, *readers]
    known = {*lent.calculators, *(name for each in both for name in calculator_files(each.source, each.folder))}
    check_groups(shelves, known, findings)
    facts = {**lent.facts, **defined_facts(shelves)}
    if all(each.toml is not None for each in shelves):
        for file in (file for each in both for file in each.files.values()):
            check_facts(file, facts, findings, shelf=bool(shelves or lent.facts))


def _numbered(shelf: ToolShelf) -> ToolShelf:
    return replace(shelf, digest=digest(shelf_closure(shelf)))


def _frozen(module: Module, quizzes: Sequence[Quiz | Instrument | Drill]) -> Module:
    return replace(module, digest=digest(closure(module, quizzes)))
