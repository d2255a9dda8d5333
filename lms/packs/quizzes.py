"""Reading a quiz file."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import PurePosixPath

from lms.packs.closure import digest
from lms.packs.files import PackFiles
from lms.packs.identity import Identities, read_uuid, read_version
from lms.packs.mending import read_mended
from lms.packs.model import Quiz
from lms.packs.partly import Spoken
from lms.packs.pools import OF_POOL, read_pool
from lms.packs.quiz_pictures import QuizPictures, is_picture
from lms.packs.quiz_settings import read_settings
from lms.packs.recalling import read_recall
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.kinds import Item, kind_names, kind_of
from lms.questions.tables import NAME, ItemErrors, Table
from lms.questions.text import LANGUAGES
from lms.sentences import say

KINDS = ("quiz",)
MOST_ITEMS = 100


def quiz_files(source: PackFiles) -> dict[str, str]:
    """Return the quiz files of a pack: name -> path; anything else in the folder is a problem."""
    found: dict[str, str] = {}
    for path in source.below("quizzes"):
        place = PurePosixPath(path)
        if place.suffix == ".toml" and len(place.parts) == 2 and NAME.fullmatch(place.stem):
            found[place.stem] = path
        elif not is_picture(path):
            source.findings.problem(
                path, 1, say("This is no quiz file."), say("Call it quizzes/its-name.toml, or move it away.")
            )
    return found


def read_quiz(
    source: PackFiles,
    name: str,
    path: str,
    spoken: Spoken,
    identities: Identities,
    pages: Collection[str] = (),
) -> Quiz | None:
    """Read a quiz; None, and problems, where it is unusable.

    `spoken` are the languages of the modules that use it, `pages` their pages.
    """
    text = source.text(path)
    toml = parse_toml(path, text, source.findings) if text is not None else None
    if toml is None:
        return None
    before = len(source.findings.problems)
    languages = languages_of(toml, spoken)
    table = toml.table(languages)
    table.has("languages")
    uuid, version = read_uuid(table), read_version(table)
    kind = table.one_of("kind", KINDS)
    title = table.text("title")
    pass_mark = table.number("pass_mark", 0, 1)
    entries = table.tables("items", least=1)[: MOST_ITEMS + 1]
    pictures = QuizPictures(source, toml)
    items = _items(toml, entries, languages, pictures)
    pool = read_pool(table, entries, items, pages)
    settings = read_settings(table)
    recall = read_recall(table, entries, items)
    mended = read_mended(table, items)
    table.finish()
    toml.tell(table.faults)
    identities.claim(uuid, toml)
    if len(source.findings.problems) > before:
        return None
    about = uuid, name, version, kind, title, pass_mark
    quiz = Quiz(
        *about, tuple(items), tuple(languages), pool=pool, settings=settings, media=pictures.media, recall=recall
    )
    quiz = replace(quiz, mended=mended)
    return replace(quiz, digest=digest(quiz.document()))


def languages_of(toml: TomlText, spoken: Spoken) -> list[str]:
    """Return the languages a file needs: those it declares, English if none, and those its modules are `spoken` in.

    One in which every module that uses it is only partly there is not among them.
    """
    table = toml.table(())
    declared = read_languages(table) if table.has("languages") else ["en"]
    toml.tell(table.faults)
    return spoken.needed(declared)


def read_languages(table: Table) -> list[str]:
    """Return the languages a file declares, English among them."""
    languages = table.list_of_words("languages")
    for language in languages:
        if language not in LANGUAGES:
            table.fault(
                "languages",
                say('"{language}" is no language here.', language=language),
                say("Known: {known}.", known=", ".join(LANGUAGES)),
            )
    if "en" not in languages:
        table.fault(
            "languages", say("English is missing."), say('Add "en": it is shown where a translation is missing.')
        )
    return [language for language in LANGUAGES if language in languages or language == "en"]


def _items(toml: TomlText, tables: list[Table], languages: list[str], pictures: QuizPictures) -> list[Item]:
    items: list[Item] = []
    seen: set[str] = set()
    if len(tables) > MOST_ITEMS:
        toml.problem(
            ("items",),
            say("There are more than {most} items.", most=MOST_ITEMS),
            say("Divide them into several quizzes."),
        )
        tables = []
    for table in tables:
        kind = table.one_of("kind", kind_names())
        id = table.name("id")
        if id and id in seen:
            table.fault("id", say('The item id "{id}" is used twice.', id=id), say("Give each item its own id."))
        seen.add(id)
        if kind in kind_names():
            try:
                own = {key: value for key, value in table.values.items() if key not in OF_POOL}
                items.append(pictures.fitted(kind_of(kind).parse(own, languages), table.path))
            except ItemErrors as errors:
                toml.tell(errors.faults, under=table.path)  # PackErrors drops what is said twice
    return items
