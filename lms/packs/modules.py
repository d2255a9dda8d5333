"""Reading a module's folder."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath

from lms.calculators.declared import Calculator
from lms.packs.agreement import check_languages_agree, check_quiz_blocks, check_references, names_used
from lms.packs.calculator_files import SUFFIX, CalculatorFile, calculator_files, read_calculators
from lms.packs.clip_blocks import CLIP_ROLE, with_captions
from lms.packs.companions import check_companion, check_places, read_beside
from lms.packs.drills.model import KIND as DRILL
from lms.packs.files import PackFiles
from lms.packs.identity import Identities, read_uuid, read_version
from lms.packs.media import Medium
from lms.packs.model import Module, Page, Source
from lms.packs.module_media import clips_of, is_declared, pictures_of, read_media
from lms.packs.page_text import PageText
from lms.packs.pages import PageSource, read_page
from lms.packs.partly import SOURCE, filled, read_partly, whole
from lms.packs.quizzes import read_languages
from lms.packs.toml_files import TomlText, parse_toml
from lms.packs.translations import FILE, Marks, copied_blocks, read_marks
from lms.questions.tables import NAME, Table
from lms.questions.text import LANGUAGES
from lms.sentences import say

LONGEST = 600
"""Minutes a page, a module or its work may take."""

LONGEST_LINE, MOST_AUTHORS = 200, 20
"""Characters of a licence or of an author's name, and how many authors a module may name."""

SOURCE_KINDS = ("article", "book", "chapter", "interview", "paper", "report", "standard", "website")
RESERVED = (
    "answers", "assessments", "attempts", "cohorts", "curricula", "drills", "mended-results", "more-time", "notes",
    "plays", "recall", "search", "sittings",
)  # fmt: skip
"""Words that are addresses of their own below /learn; no module's folder may be called one of them."""
KINDS = ("module", "shelf")
"""What a folder among the modules may be; `lms.packs.shelf_files` reads the second."""


@dataclass
class ModuleReader:
    """Reads the folder modules/SLUG of a pack; what is wrong goes to the findings of `source`.

    `pages` (page -> language -> text) is filled as far as pages can be read, also where the module as a whole cannot,
    and so are `beside` (page -> which companion it is) and `files`, its own calculators. `shelf`: the calculators of
    the pack's tool shelves, which its pages may use too; `on_shelf`: the names of them, the broken ones too. `drills`:
    the calculator each drill of the pack computes with, by the drill's name.
    """

    source: PackFiles
    slug: str
    identities: Identities
    clean: bool = True
    languages: list[str] = field(default_factory=lambda: ["en"])
    partly: list[str] = field(default_factory=list)
    marks: Marks = field(default_factory=dict)
    pages: dict[str, dict[str, PageSource]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    files: dict[str, CalculatorFile] = field(default_factory=dict)
    shelf: Mapping[str, Calculator] = field(default_factory=dict)
    on_shelf: Collection[str] = ()
    drills: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The module's folder inside the pack."""
        return f"modules/{self.slug}"

    @property
    def course(self) -> list[str]:
        """The names of the pages that are read one after another: where questions and findings may lead to."""
        return [name for name in self.pages if name not in self.beside]

    @property
    def whole(self) -> list[str]:
        """The languages in which nothing may be missing."""
        return whole(self.languages, self.partly)

    def read(self) -> Module | None:
        """Return the module, without digest; None, and problems, where something is wrong with it."""
        before = len(self.source.findings.problems)
        if not NAME.fullmatch(self.slug):
            self._problem(
                self.folder, say("The folder's name is no name."), say("Use lower-case letters, digits and hyphens.")
            )
        if self.slug in RESERVED:
            message = say('"{slug}" is an address of its own below /learn.', slug=self.slug)
            self._problem(
                self.folder, message, say("Give the folder another name than {known}.", known=", ".join(RESERVED))
            )
        path = f"{self.folder}/module.toml"
        if path not in self.source.files:
            self._problem(path, say("The module has no module.toml."), say("Add it; docs/content-format.md shows one."))
            return None
        text = self.source.text(path)
        toml = parse_toml(path, text, self.source.findings) if text is not None else None
        module = self._module(toml) if toml is not None else None
        return module if len(self.source.findings.problems) == before else None

    def _module(self, toml: TomlText) -> Module:
        head = toml.table(())
        self.languages = read_languages(head)
        self.partly = read_partly(head, self.languages)
        table = Table(toml.values, self.whole, head.faults)
        table.has("languages")
        table.has("partly")
        module = self._from_table(table, toml)
        table.finish()
        toml.tell(table.faults)
        self._check(module, toml)
        return module

    def _from_table(self, table: Table, toml: TomlText) -> Module:
        uuid = read_uuid(table)
        self.identities.claim(uuid, toml)
        table.one_of("kind", KINDS, default="module")
        self.marks = read_marks(self.source, self.folder, self.languages, self.partly)
        pages = tuple(self._pages(table, toml))
        self.files = read_calculators(self.source, self.folder, self.whole, self.identities, self.partly)
        borrowed = self._borrowed()
        media = read_media(self.source, self.folder, table.table("media", required=False), self.whole)
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
            pages=tuple(map(partial(_captioned, media=media), pages)),
            calculators={name: each.calculator for name, each in self.files.items()} | borrowed,
            media=media,
            sources=tuple(_source(entry) for entry in table.tables("sources")),
            borrowed=tuple(borrowed),
            partly=tuple(self.partly),
            translations=self.marks,
            licence=table.words("licence", default="", most=LONGEST_LINE),
            authors=tuple(_authors(table)),
        )

    def _borrowed(self) -> dict[str, Calculator]:
        """Return the shelf's calculators that pages or drills use; one of the module's own of that name comes first."""
        own = calculator_files(self.source, self.folder)
        computing = {self.drills.get(name, "") for name in names_used(self.pages, DRILL)}
        used = (names_used(self.pages, "calculator") | computing) - own.keys()
        return {name: self.shelf[name] for name in sorted(used) if name in self.shelf}

    def _pages(self, table: Table, toml: TomlText) -> list[Page]:
        pages: list[Page] = []
        entries: list[tuple[Table, str]] = []
        for entry in table.tables("pages", least=1):
            name, (beside, required) = entry.name("name"), read_beside(entry)
            minutes = entry.whole("minutes", 1, LONGEST)
            entries.append((entry, beside))
            entry.finish()
            if name in self.pages:
                entry.fault("name", say('The page "{name}" stands here twice.', name=name), say("Keep one of them."))
            elif name:
                self.pages[name] = self._page_texts(name, toml, entry)
                pages.append(Page(name, required, minutes, self._shown(name), beside))
                self.beside |= {name: beside} if beside else {}
        check_places(entries, table)
        return pages

    def _shown(self, name: str) -> dict[str, PageText]:
        """Return a page as it is read in each language, in English where a partly translated one lacks a block."""
        texts = {language: source.text for language, source in self.pages[name].items()}
        for language in self.partly:
            if language in texts and SOURCE in texts:
                copied = copied_blocks(self.marks, language, name)
                texts[language] = filled(texts[SOURCE], texts[language], copied)
        return texts

    def _page_texts(self, name: str, toml: TomlText, entry: Table) -> dict[str, PageSource]:
        texts: dict[str, PageSource] = {}
        for language in self.languages:
            path = f"{self.folder}/{language}/{name}.md"
            if path not in self.source.files:
                if language not in self.partly:
                    entry.fault(
                        "name",
                        say('The page "{name}" is missing in "{language}".', name=name, language=language),
                        say("Write {path}.", path=path),
                    )
                continue
            text = self.source.text(path)
            page = read_page(path, text, self.source.findings, clean=self.clean) if text is not None else None
            if page is not None:
                texts[language] = page
        return texts

    def _check(self, module: Module, toml: TomlText) -> None:
        media = toml.values.get("media")
        declared = set(media) if isinstance(media, dict) else set()
        self._stray_files(declared)
        if module.cover and module.cover not in declared:
            toml.problem(
                ("cover",),
                say('The cover "{cover}" is not declared.', cover=module.cover),
                say('Add [media."{cover}"].', cover=module.cover),
            )
        together = sum(page.minutes for page in module.course)
        if together != module.minutes:
            message = say(
                "The pages take {together} minutes together, the module says {minutes}.",
                together=together,
                minutes=module.minutes,
            )
            self.source.findings.note(toml.file, toml.lines.line(("minutes",)), message, say("Make them agree."))
        check_languages_agree(self.pages, self.source.findings, self.partly)
        check_quiz_blocks(self.pages, self.source.findings)
        for name, kind in self.beside.items():
            check_companion(kind, self.pages[name], self.source.findings)
        calculators = {*calculator_files(self.source, self.folder), *self.on_shelf}
        check_references(self.pages, "calculator", calculators, f"{self.folder}/{{}}.calc.toml", self.source.findings)
        shown = f"{self.folder}/media/{{}}"
        check_references(self.pages, "media", pictures_of(declared), shown, self.source.findings)
        check_references(self.pages, CLIP_ROLE, clips_of(declared), shown, self.source.findings)

    def _stray_files(self, declared: set[str]) -> None:
        for path in self.source.below(self.folder):
            place = PurePosixPath(path).relative_to(self.folder)
            folder = place.parts[0] if len(place.parts) > 1 else ""
            if folder == "media":
                if not is_declared(place.name, declared) or len(place.parts) > 2:
                    self._problem(
                        path,
                        say("The picture has no words."),
                        say('Add [media."{name}"] with alt.en = "…".', name=place.name),
                    )
            elif folder in LANGUAGES and place.suffix == ".md":
                if folder not in self.languages:
                    self._problem(
                        path,
                        say('"{folder}" is not among the languages.', folder=folder),
                        say("Add it to languages in module.toml."),
                    )
                elif place.stem not in self.pages or len(place.parts) > 2:
                    self._problem(
                        path,
                        say("The page is not in module.toml."),
                        say('Add [[pages]] with name = "{stem}".', stem=place.stem),
                    )
            elif place.as_posix() not in ("module.toml", FILE) and not (not folder and place.name.endswith(SUFFIX)):
                self._problem(path, say("This file has no place in a module."), say("Move it away."))

    def _problem(self, path: str, message: str, remedy: str) -> None:
        self.source.findings.problem(path, 1, message, remedy)


def _captioned(page: Page, media: Mapping[str, Medium]) -> Page:
    return replace(page, texts={code: with_captions(text, media, code) for code, text in page.texts.items()})


def _authors(table: Table) -> list[str]:
    """Return who wrote a module; nobody where it does not say."""
    found = table.list_of_words("authors") if table.has("authors") else []
    if len(found) > MOST_AUTHORS or any(len(name) > LONGEST_LINE for name in found):
        message = say(
            "There are more than {most} authors, or a name of more than {longest} characters.",
            most=MOST_AUTHORS,
            longest=LONGEST_LINE,
        )
        table.fault("authors", message, say("Name those who wrote most of it."))
    return found


def _source(table: Table) -> Source:
    title, author = table.words("title", most=300), table.words("author", most=300)
    year = table.whole("year", 1000, 2100) if table.has("year") else None
    kind = table.one_of("kind", SOURCE_KINDS)
    note = table.text("note", required=False)
    table.finish()
    return Source(title, author, year, kind, note)
