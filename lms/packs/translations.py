"""What each translation was made from: `translations.toml` in a module's folder, the marks that make stale ones show.

Per language and file it holds, for each text, the base of the English words it was translated from: 16 hexadecimal
digits of their SHA-256. Where nothing stands, the translation counts as current. `copied` stands where the English
words were only copied in and wait for their translation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Final, TypeAlias

from lms.packs.files import PackFiles
from lms.packs.problems import Findings
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.text import LANGUAGES
from lms.sentences import say

FILE: Final = "translations.toml"
COPIED: Final = "copied"
_BASE: Final = re.compile(r"[0-9a-f]{16}")
_REMARK: Final = "# What each translation was made from: see Translations in docs/content-format.md."

Marks: TypeAlias = dict[str, dict[str, dict[str, str]]]
"""Language -> file (a page without its language: "01-why.md") -> text ("the-cup.text", "items.hot.stem") -> mark."""


def read_marks(source: PackFiles, folder: str, languages: Collection[str], partly: Collection[str]) -> Marks:
    """Return the marks of the module in `folder`; what is wrong with them goes to the findings of `source`.

    Marks in a language that the module does not have yet are kept for the day it has it: a copied tool brings its
    Danish along into a module that is only in English so far.
    """
    path = f"{folder}/{FILE}"
    text = source.text(path) if path in source.files else None
    read = parse_toml(path, text, source.findings) if text is not None else None
    marks: Marks = {}
    for language, files in read.values.items() if read is not None else ():
        if read is not None and _known(read, language, files, languages):
            marks[language] = _files(read, language, files, whole=language not in partly)
    return marks


def _known(read: TomlText, language: str, files: object, languages: Collection[str]) -> bool:
    if not isinstance(files, Mapping):
        read.problem(
            (language,),
            say('"{language}" must be a table.', language=language),
            say('Write [{language}."module.toml"].', language=language),
        )
    elif language not in LANGUAGES or language == "en":
        read.problem(
            (language,),
            say('"{language}" is no translation of this module.', language=language),
            say("Remove these lines."),
        )
    else:
        return language in languages
    return False


def _files(read: TomlText, language: str, files: object, *, whole: bool) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for file, texts in files.items() if isinstance(files, Mapping) else ():
        if not isinstance(texts, Mapping):
            read.problem(
                (language, file),
                say('"{file}" must be a table.', file=file),
                say('Write [{language}."{file}"].', language=language, file=file),
            )
            continue
        for text, mark in texts.items():
            at = (language, file, text)
            if not isinstance(mark, str) or (mark != COPIED and not _BASE.fullmatch(mark)):
                read.problem(
                    at,
                    say('"{text}" has no mark.', text=text),
                    say('Write 16 digits of 0-9 and a-f, or "{copied}".', copied=COPIED),
                )
            elif mark == COPIED and whole:
                remedy = say('Translate it, or write partly = ["{language}"] in module.toml.', language=language)
                read.problem(
                    at,
                    say(
                        '"{text}" of {file} is not translated into "{language}" yet.',
                        text=text,
                        file=file,
                        language=language,
                    ),
                    remedy,
                )
            else:
                found.setdefault(file, {})[text] = mark
    return found


def parsed(text: str) -> Marks:
    """Return the marks of a file that may be faulty: what cannot be read counts as not there."""
    read = parse_toml(FILE, text, Findings()) if text else None
    marks: Marks = {}
    for language, files in _tables(read.values if read is not None else {}):
        for file, texts in _tables(files):
            marks.setdefault(language, {})[file] = {key: str(value) for key, value in texts.items()}
    return marks


def _tables(values: Mapping[str, object]) -> list[tuple[str, Mapping[str, object]]]:
    return [(key, value) for key, value in values.items() if isinstance(value, Mapping)]


def written(marks: Marks) -> str:
    """Return the text of the file, sorted, so that the same marks are the same bytes; "" where there are none."""
    tables = [
        "\n".join([f"[{language}.{_quoted(file)}]", *_lines(marks[language][file])])
        for language in sorted(marks)
        for file in sorted(marks[language])
        if marks[language][file]
    ]
    return "\n\n".join([_REMARK, *tables]) + "\n" if tables else ""


def _lines(texts: Mapping[str, str]) -> list[str]:
    return [f"{_quoted(text)} = {_quoted(mark)}" for text, mark in sorted(texts.items())]


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def copied_blocks(marks: Marks, language: str, page: str) -> frozenset[str]:
    """Return the ids of a page's blocks in which English words still wait for their translation."""
    texts = marks.get(language, {}).get(f"{page}.md", {})
    return frozenset(text.partition(".")[0] for text, mark in texts.items() if mark == COPIED)
