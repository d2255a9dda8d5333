"""Reading the curricula of a pack: curricula/NAME.toml, and a guide in each language in curricula/NAME/LANGUAGE/."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Final

from lms.packs.curricula.guides import read_guide
from lms.packs.curricula.letters import bounded, read_letters
from lms.packs.curricula.model import FORTNIGHT, Guide, Meeting, ShippedCurriculum
from lms.packs.curricula.plans import LONGEST_DUE, LONGEST_TITLE, MOST_DAYS, read_meetings, read_sections
from lms.packs.files import PackFiles
from lms.packs.identity import Identities, read_uuid
from lms.packs.quizzes import read_languages
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.tables import NAME, Table, did_you_mean
from lms.questions.text import LANGUAGES
from lms.sentences import say

FOLDER: Final = "curricula"
GUIDE: Final = "guide.md"
LONGEST_SUMMARY: Final = 600


def read_curricula(source: PackFiles, identities: Identities | None = None) -> tuple[ShippedCurriculum, ...]:
    """Return the curricula of a pack in the order of their names; what is wrong goes to the findings of `source`.

    One with anything wrong is left out. Which modules and tools there are is checked by `check_known`.
    """
    claimed = identities or Identities()
    files = _files(source)
    read = (_Reader(source, name, claimed).read() for name in files)
    found = tuple(each for each in read if each is not None)
    _stray(source, files)
    return found


def _files(source: PackFiles) -> list[str]:
    names = []
    for path in source.below(FOLDER):
        place = PurePosixPath(path)
        if len(place.parts) == 2 and place.suffix == ".toml" and NAME.fullmatch(place.stem):  # noqa: PLR2004
            names.append(place.stem)
    return names


def _stray(source: PackFiles, names: Collection[str]) -> None:
    for path in source.below(FOLDER):
        parts = PurePosixPath(path).parts
        if len(parts) == 2 and PurePosixPath(path).stem in names and path.endswith(".toml"):  # noqa: PLR2004
            continue
        if len(parts) == 4 and parts[1] in names and parts[2] in LANGUAGES and parts[3] == GUIDE:  # noqa: PLR2004
            continue
        remedy = say("A curriculum is curricula/its-name.toml with curricula/its-name/en/guide.md.")
        source.findings.problem(path, 1, say("This file has no place among the curricula."), remedy)


class _Reader:
    def __init__(self, source: PackFiles, name: str, identities: Identities) -> None:
        self._source, self._name, self._identities = source, name, identities

    def read(self) -> ShippedCurriculum | None:
        before = len(self._source.findings.problems)
        path = f"{FOLDER}/{self._name}.toml"
        text = self._source.text(path)
        toml = parse_toml(path, text, self._source.findings) if text is not None else None
        made = self._curriculum(toml) if toml is not None else None
        return made if len(self._source.findings.problems) == before else None

    def _curriculum(self, toml: TomlText) -> ShippedCurriculum:
        head = toml.table(())
        languages = read_languages(head)
        table = Table(toml.values, languages, head.faults)
        table.has("languages")
        uuid = read_uuid(table)
        self._identities.claim(uuid, toml)
        title, summary = bounded(table, "title", LONGEST_TITLE), bounded(table, "summary", LONGEST_SUMMARY)
        audience = bounded(table, "audience", LONGEST_SUMMARY)
        every = table.whole("every_days", 1, MOST_DAYS, default=FORTNIGHT)
        due = table.whole("due_days", 1, LONGEST_DUE)
        sections = read_sections(table)
        meetings = read_meetings(table, {item.module for section in sections for item in section.items})
        letters = read_letters(table)
        table.finish()
        toml.tell(table.faults)
        guides = self._guides(languages, meetings, toml)
        about = uuid, self._name, tuple(languages), title, summary, audience, every, due
        return ShippedCurriculum(*about, sections, meetings, letters, guides)

    def _guides(self, languages: list[str], meetings: tuple[Meeting, ...], toml: TomlText) -> dict[str, Guide]:
        guides: dict[str, Guide] = {}
        for language in languages:
            path = f"{FOLDER}/{self._name}/{language}/{GUIDE}"
            if path not in self._source.files:
                toml.problem(
                    ("languages",),
                    say('The guide is missing in "{language}".', language=language),
                    say("Write {path}.", path=path),
                )
                continue
            text = self._source.text(path)
            guide = read_guide(path, text, meetings, self._source.findings) if text is not None else None
            if guide is not None:
                guides[language] = guide
        self._check_alike(guides)
        return guides

    def _check_alike(self, guides: dict[str, Guide]) -> None:
        """Every language has the sections of the first one in its order, and agendas of as many lines."""
        for language, guide in list(guides.items())[1:]:
            first, model = next(iter(guides.items()))
            path = f"{FOLDER}/{self._name}/{language}/{GUIDE}"
            wanted = [each.id for each in model.sections]
            if [each.id for each in guide.sections] != wanted:
                message = say('The sections are not those of the guide in "{first}".', first=first)
                self._source.findings.problem(
                    path, 1, message, say("In this order: {wanted}.", wanted=", ".join(wanted))
                )
            for name in (name for name, lines in guide.agendas.items() if lines != model.agendas[name]):
                message = say(
                    'The agenda of "{name}" has not as many lines as that in "{first}".', name=name, first=first
                )
                self._source.findings.problem(path, 1, message, say("Make them agree."))


def check_known(
    source: PackFiles, curricula: Collection[ShippedCurriculum], modules: Collection[str], tools: Collection[str]
) -> None:
    """Remark on each module and tool that the pack does not hold: another pack may, and until then it is missing."""
    for each in curricula:
        path = f"{FOLDER}/{each.name}.toml"
        for name in (name for name in each.modules if name not in modules):
            message = say('The module "{name}" is not in this pack.', name=name)
            source.findings.note(path, _line(source, path, name), message, did_you_mean(name, modules))
        for name in dict.fromkeys(name for meeting in each.meetings for name in meeting.tools if name not in tools):
            message = say('The tool "{name}" is not in this pack.', name=name)
            source.findings.note(path, _line(source, path, name), message, did_you_mean(name, tools))


def _line(source: PackFiles, path: str, name: str) -> int:
    text = source.text(path) or ""
    at = text.find(f'"{name}"')
    return text.count("\n", 0, max(at, 0)) + 1
