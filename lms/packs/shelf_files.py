"""Reading a tool shelf's folder, and checking what shelves and modules have to agree about: groups and facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lms.calculators.declared import Input
from lms.calculators.reading import UNITS
from lms.packs.calculator_files import SUFFIX, CalculatorFile, calculator_files, read_calculators
from lms.packs.files import PackFiles
from lms.packs.identity import Identities, read_uuid, read_version
from lms.packs.problems import Findings
from lms.packs.quizzes import read_languages
from lms.packs.toml_files import TomlText, parse_toml
from lms.packs.tool_shelves import ICONS, KIND, FactDefinition, ToolGroup, ToolShelf
from lms.questions.tables import LARGEST, NAME, Table, did_you_mean
from lms.questions.text import KeyPath
from lms.sentences import say

_FACT = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SAYS_SHELF = re.compile(rf'^kind\s*=\s*"{KIND}"', re.MULTILINE)
_REST = "1 - "
"""How an input takes the rest of a share: "1 - yearly_churn"."""


def is_shelf(source: PackFiles, slug: str) -> bool:
    """Return whether the folder calls itself a tool shelf; of one beyond reading a line may say it."""
    path = f"modules/{slug}/module.toml"
    text = source.text(path) if path in source.files else None
    if text is None:
        return False
    toml = parse_toml(path, text, Findings())
    return bool(_SAYS_SHELF.search(text)) if toml is None else toml.values.get("kind") == KIND


@dataclass
class ShelfReader:
    """Reads the folder modules/SLUG of a pack as a tool shelf; what is wrong goes to the findings of `source`.

    `declared` is the shelf as far as it can be read; `shelf` stays None where something is wrong with it.
    """

    source: PackFiles
    slug: str
    identities: Identities
    files: dict[str, CalculatorFile] = field(default_factory=dict)
    toml: TomlText | None = None
    declared: ToolShelf | None = None
    shelf: ToolShelf | None = None

    @property
    def folder(self) -> str:
        """The shelf's folder inside the pack."""
        return f"modules/{self.slug}"

    @property
    def names(self) -> Collection[str]:
        """The names of its calculators, the broken ones too."""
        return calculator_files(self.source, self.folder)

    def read(self) -> ToolShelf | None:
        """Return the shelf, without digest; None, and problems, where something is wrong with it."""
        before, path = len(self.source.findings.problems), f"{self.folder}/module.toml"
        if not NAME.fullmatch(self.slug):
            remedy = say("Use lower-case letters, digits and hyphens.")
            self.source.findings.problem(self.folder, 1, say("The folder's name is no name."), remedy)
        text = self.source.text(path)
        self.toml = parse_toml(path, text, self.source.findings) if text is not None else None
        self.declared = self._shelf(self.toml) if self.toml is not None else None
        self._stray_files()
        self.shelf = self.declared if len(self.source.findings.problems) == before else None
        return self.shelf

    def _shelf(self, toml: TomlText) -> ToolShelf:
        head = toml.table(())
        languages = read_languages(head)
        table = Table(toml.values, languages, head.faults)
        table.has("languages")
        table.one_of("kind", (KIND,))
        shelf = self._from_table(table, toml, languages)
        table.finish()
        toml.tell(table.faults)
        return shelf

    def _from_table(self, table: Table, toml: TomlText, languages: Sequence[str]) -> ToolShelf:
        uuid = read_uuid(table)
        self.identities.claim(uuid, toml)
        self.files = read_calculators(self.source, self.folder, languages, self.identities)
        return ToolShelf(
            uuid=uuid,
            slug=self.slug,
            version=read_version(table),
            languages=tuple(languages),
            title=table.text("title", html=False),
            groups=tuple(_group(entry) for entry in table.tables("groups")),
            facts=tuple(_fact(entry) for entry in table.tables("facts")),
            calculators={name: each.calculator for name, each in self.files.items()},
        )

    def _stray_files(self) -> None:
        for path in self.source.below(self.folder):
            place = PurePosixPath(path).relative_to(self.folder)
            if place.as_posix() != "module.toml" and not (len(place.parts) == 1 and place.name.endswith(SUFFIX)):
                remedy = say("Only its-name{suffix} files lie there.", suffix=SUFFIX)
                self.source.findings.problem(path, 1, say("This file has no place on a tool shelf."), remedy)


def _group(table: Table) -> ToolGroup:
    name, title = table.name("name"), table.text("title", html=False)
    calculators, advanced = table.list_of_words("calculators"), table.flag("advanced", default=False)
    icon = table.one_of("icon", ICONS, default=ICONS[-1])
    table.finish()
    return ToolGroup(name, title, tuple(calculators), advanced, icon)


def _fact(table: Table) -> FactDefinition:
    name = table.words("name", most=40)
    if name and not _FACT.fullmatch(name):
        remedy = say("Use a small letter first, then small letters, digits and underscores: yearly_churn.")
        table.fault("name", say('"{name}" is no name of a fact.', name=name), remedy)
    unit = table.one_of("unit", UNITS)
    label, help = table.text("label", html=False), table.text("help", html=False)
    low, high = (_bound(table, key) for key in ("minimum", "maximum"))
    if low is not None and high is not None and low >= high:
        table.fault("maximum", say('"maximum" is not above "minimum".'), say("Put the larger number here."))
    table.finish()
    return FactDefinition(name, unit, label, help, low, high)


def _bound(table: Table, key: str) -> float | None:
    return table.number(key, -LARGEST, LARGEST) if table.has(key) else None


def check_groups(shelves: Sequence[ShelfReader], known: Collection[str], findings: Findings) -> None:
    """Note each group that names a calculator nobody has, or one that stands in another group already.

    `known` are the names of all calculators of the pack. A calculator in no group is remarked upon: it stands last.
    """
    places: dict[str, str] = {}
    for toml, path, group in _groups(shelves):
        for name in group.calculators:
            first = places.setdefault(name, group.name)
            if name not in known:
                toml.problem(path, say('There is no calculator "{name}".', name=name), did_you_mean(name, known))
            elif first != group.name:
                toml.problem(
                    path,
                    say('"{name}" stands in the group "{first}" too.', name=name, first=first),
                    say("Keep it in one of them."),
                )
    for reader in shelves:
        for name, each in reader.files.items():
            if name not in places:
                remedy = say(
                    'Name it in a group of {folder}/module.toml; until then it stands under "More tools".',
                    folder=reader.folder,
                )
                findings.note(each.toml.file, 1, say('The calculator "{name}" is in no group.', name=name), remedy)


def _groups(shelves: Sequence[ShelfReader]) -> Iterator[tuple[TomlText, KeyPath, ToolGroup]]:
    for reader in shelves:
        if reader.toml is not None and reader.declared is not None:
            for at, group in enumerate(reader.declared.groups):
                yield reader.toml, ("groups", at, "calculators"), group


def defined_facts(shelves: Sequence[ShelfReader]) -> dict[str, FactDefinition]:
    """Return the facts that the shelves define, by name; a name that is defined twice is a problem."""
    found: dict[str, FactDefinition] = {}
    for reader in shelves:
        for at, fact in enumerate(reader.declared.facts if reader.declared is not None else ()):
            if fact.name in found and reader.toml is not None:
                path = ("facts", at, "name")
                reader.toml.problem(
                    path, say('The fact "{name}" is defined twice.', name=fact.name), say("Keep one of them.")
                )
            found.setdefault(fact.name, fact)
    return found


def check_facts(file: CalculatorFile, facts: dict[str, FactDefinition], findings: Findings, *, shelf: bool) -> None:
    """Note each input that uses a fact nobody defines, or one in another unit.

    Without a `shelf` in the pack nobody can know what is defined elsewhere: an unknown fact is then only a remark.
    """
    for at, each in enumerate(file.calculator.inputs):
        if each.fact:
            _check_fact(file, at, each, facts, findings.problem if shelf else findings.note)


def _check_fact(
    file: CalculatorFile, at: int, each: Input, facts: dict[str, FactDefinition], unknown: Callable[..., None]
) -> None:
    path, name = ("inputs", at, "fact"), each.fact.removeprefix(_REST)
    fact = facts.get(name)
    if fact is None:
        remedy = did_you_mean(name, facts) if facts else say("Define it in [[facts]] of a tool shelf.")
        unknown(file.toml.file, file.toml.lines.line(path), say('Nobody defines the fact "{name}".', name=name), remedy)
    elif fact.unit != each.unit:
        message = say(
            'The fact "{name}" is in "{unit}", this input in "{other}".', name=name, unit=fact.unit, other=each.unit
        )
        file.toml.problem(path, message, say("Use a fact with the same unit, or none."))
