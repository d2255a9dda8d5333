"""Reading a module's folder."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lms.calculators.declared import Calculator
from lms.packs.agreement import check_languages_agree, check_quiz_blocks, check_references, names_used
from lms.packs.calculator_files import SUFFIX, CalculatorFile, calculator_files, read_calculators
from lms.packs.drills.model import KIND as DRILL
from lms.packs.files import SourceFolder
from lms.packs.identity import Identities, read_uuid, read_version
from lms.packs.media import FILE_NAME, Medium, read_medium
from lms.packs.model import Module, Page, Source
from lms.packs.pages import PageSource, read_page
from lms.packs.quizzes import read_languages
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.tables import NAME, Table
from lms.questions.text import LANGUAGES, Text

LONGEST = 600
"""Minutes a page, a module or its work may take."""

SOURCE_KINDS = ("article", "book", "chapter", "interview", "paper", "report", "standard", "website")
KINDS = ("module", "shelf")
"""What a folder among the modules may be; `lms.packs.shelf_files` reads the second."""


@dataclass
class ModuleReader:
    """Reads the folder modules/SLUG of a pack; what is wrong goes to the findings of `source`.

    `pages` (page -> language -> text) is filled as far as pages can be read, also where the module as a whole cannot,
    and so is `files`, its own calculators. `shelf`: the calculators of the pack's tool shelves, which its pages may use
    too; `on_shelf`: the names of them, the broken ones too. `drills`: the calculator each drill of the pack computes
    with, by the drill's name.
    """

    source: SourceFolder
    slug: str
    identities: Identities
    clean: bool = True
    languages: list[str] = field(default_factory=lambda: ["en"])
    pages: dict[str, dict[str, PageSource]] = field(default_factory=dict)
    files: dict[str, CalculatorFile] = field(default_factory=dict)
    shelf: Mapping[str, Calculator] = field(default_factory=dict)
    on_shelf: Collection[str] = ()
    drills: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The module's folder inside the pack."""
        return f"modules/{self.slug}"

    def read(self) -> Module | None:
        """Return the module, without digest; None, and problems, where something is wrong with it."""
        before = len(self.source.findings.problems)
        if not NAME.fullmatch(self.slug):
            self._problem(self.folder, "The folder's name is no name.", "Use lower-case letters, digits and hyphens.")
        path = f"{self.folder}/module.toml"
        if path not in self.source.files:
            self._problem(path, "The module has no module.toml.", "Add it; docs/content-format.md shows one.")
            return None
        text = self.source.text(path)
        toml = parse_toml(path, text, self.source.findings) if text is not None else None
        module = self._module(toml) if toml is not None else None
        return module if len(self.source.findings.problems) == before else None

    def _module(self, toml: TomlText) -> Module:
        head = toml.table(())
        self.languages = read_languages(head)
        table = Table(toml.values, self.languages, head.faults)
        table.has("languages")
        module = self._from_table(table, toml)
        table.finish()
        toml.tell(table.faults)
        self._check(module, toml)
        return module

    def _from_table(self, table: Table, toml: TomlText) -> Module:
        uuid = read_uuid(table)
        self.identities.claim(uuid, toml)
        table.one_of("kind", KINDS, default="module")
        pages = tuple(self._pages(table, toml))
        self.files = read_calculators(self.source, self.folder, self.languages, self.identities)
        borrowed = self._borrowed()
        return Module(
            uuid=uuid,
            slug=self.slug,
            version=read_version(table),
            languages=tuple(self.languages),
            title=table.text("title"),
            summary=table.text("summary"),
            objectives=tuple(entry.own_text() for entry in table.tables("objectives", least=1)),
            minutes=table.whole("minutes", 1, LONGEST),
            work_minutes=table.whole("work_minutes", 0, LONGEST),
            cover=table.words("cover", most=100),
            pages=pages,
            calculators={name: each.calculator for name, each in self.files.items()} | borrowed,
            media=self._media(table.table("media", required=False)),
            sources=tuple(_source(entry) for entry in table.tables("sources")),
            borrowed=tuple(borrowed),
        )

    def _borrowed(self) -> dict[str, Calculator]:
        """Return the shelf's calculators that pages or drills use; one of the module's own of that name comes first."""
        own = calculator_files(self.source, self.folder)
        computing = {self.drills.get(name, "") for name in names_used(self.pages, DRILL)}
        used = (names_used(self.pages, "calculator") | computing) - own.keys()
        return {name: self.shelf[name] for name in sorted(used) if name in self.shelf}

    def _pages(self, table: Table, toml: TomlText) -> list[Page]:
        pages: list[Page] = []
        for entry in table.tables("pages", least=1):
            name, required = entry.name("name"), entry.flag("required", default=True)
            minutes = entry.whole("minutes", 1, LONGEST)
            entry.finish()
            if name in self.pages:
                entry.fault("name", f'The page "{name}" stands here twice.', "Keep one of them.")
            elif name:
                self.pages[name] = self._page_texts(name, toml, entry)
                texts = {language: source.text for language, source in self.pages[name].items()}
                pages.append(Page(name, required, minutes, texts))
        return pages

    def _page_texts(self, name: str, toml: TomlText, entry: Table) -> dict[str, PageSource]:
        texts: dict[str, PageSource] = {}
        for language in self.languages:
            path = f"{self.folder}/{language}/{name}.md"
            if path not in self.source.files:
                entry.fault("name", f'The page "{name}" is missing in "{language}".', f"Write {path}.")
                continue
            text = self.source.text(path)
            page = read_page(path, text, self.source.findings, clean=self.clean) if text is not None else None
            if page is not None:
                texts[language] = page
        return texts

    def _media(self, table: Table) -> dict[str, Medium]:
        media: dict[str, Medium] = {}
        for name in table.values:
            entry = table.table(name)
            alt: Text = {}
            if not entry.flag("decorative", default=False):
                alt = entry.text("alt")
            entry.finish()
            path = f"{self.folder}/media/{name}"
            if not FILE_NAME.fullmatch(name):
                table.fault(name, f'"{name}" is no name for a picture.', "Use its-name.svg, .png, .jpg or .webp.")
            elif path not in self.source.files:
                table.fault(name, f'There is no picture "{name}" in media/.', "Add the file, or remove these lines.")
            elif medium := read_medium(self.source, path, alt):
                media[name] = medium
        return media

    def _check(self, module: Module, toml: TomlText) -> None:
        media = toml.values.get("media")
        declared = set(media) if isinstance(media, dict) else set()
        self._stray_files(declared)
        if module.cover and module.cover not in declared:
            toml.problem(("cover",), f'The cover "{module.cover}" is not declared.', f'Add [media."{module.cover}"].')
        together = sum(page.minutes for page in module.pages)
        if together != module.minutes:
            message = f"The pages take {together} minutes together, the module says {module.minutes}."
            self.source.findings.note(toml.file, toml.lines.line(("minutes",)), message, "Make them agree.")
        check_languages_agree(self.pages, self.source.findings)
        check_quiz_blocks(self.pages, self.source.findings)
        calculators = {*calculator_files(self.source, self.folder), *self.on_shelf}
        check_references(self.pages, "calculator", calculators, f"{self.folder}/{{}}.calc.toml", self.source.findings)
        check_references(
            self.pages, "media", declared, f"{self.folder}/media/{{}} and declare it", self.source.findings
        )

    def _stray_files(self, declared: set[str]) -> None:
        for path in self.source.below(self.folder):
            place = PurePosixPath(path).relative_to(self.folder)
            folder = place.parts[0] if len(place.parts) > 1 else ""
            if folder == "media":
                if place.name not in declared or len(place.parts) > 2:
                    self._problem(path, "The picture has no words.", f'Add [media."{place.name}"] with alt.en = "…".')
            elif folder in LANGUAGES and place.suffix == ".md":
                if folder not in self.languages:
                    self._problem(
                        path, f'"{folder}" is not among the languages.', "Add it to languages in module.toml."
                    )
                elif place.stem not in self.pages or len(place.parts) > 2:
                    self._problem(path, "The page is not in module.toml.", f'Add [[pages]] with name = "{place.stem}".')
            elif place.as_posix() != "module.toml" and not (not folder and place.name.endswith(SUFFIX)):
                self._problem(path, "This file has no place in a module.", "Move it away.")

    def _problem(self, path: str, message: str, remedy: str) -> None:
        self.source.findings.problem(path, 1, message, remedy)


def _source(table: Table) -> Source:
    title, author = table.words("title", most=300), table.words("author", most=300)
    year = table.whole("year", 1000, 2100) if table.has("year") else None
    kind = table.one_of("kind", SOURCE_KINDS)
    note = table.text("note", required=False)
    table.finish()
    return Source(title, author, year, kind, note)
