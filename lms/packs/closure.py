"""The frozen closure of a module: everything a learner of that version can meet, as one canonical document."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from lms.calculators.declared import Calculator
from lms.packs.drills.model import Drill
from lms.packs.instruments import Instrument
from lms.packs.media import Medium
from lms.packs.model import Module, Page, Quiz, Source
from lms.packs.tool_shelves import ToolShelf
from lms.packs.translations import Marks
from lms.questions.text import Json

FORMAT = 1
"""Raised when the shape of the documents changes, so that an old one is never misread."""


def module_document(module: Module) -> dict[str, Json]:
    """Return a module as JSON: pages with their HTML, calculators, media by digest; the quizzes only by name."""
    # a module in whole languages keeps the digest it was published under before there were any others
    partly: dict[str, Json] = {"partly": [*module.partly]} if module.partly else {}
    marks: dict[str, Json] = {"translations": _marks(module.translations)} if module.translations else {}
    return {
        "format": FORMAT,
        "uuid": module.uuid,
        "slug": module.slug,
        "version": module.version,
        "languages": [*module.languages],
        "title": {**module.title},
        "summary": {**module.summary},
        "objectives": [{**objective} for objective in module.objectives],
        "minutes": module.minutes,
        "work_minutes": module.work_minutes,
        "cover": module.cover,
        "pages": [page.document() for page in module.pages],
        "calculators": {name: calculator.document() for name, calculator in module.calculators.items()},
        "media": {name: medium.document() for name, medium in module.media.items()},
        "sources": [source.document() for source in module.sources],
        **partly,
        **marks,
        **rights(module),
    }


def rights(module: Module) -> dict[str, Json]:
    """Return the licence and the authors of a module, as far as it names them: one that does not keeps its digest."""
    licence: dict[str, Json] = {"licence": module.licence} if module.licence else {}
    return licence | ({"authors": [*module.authors]} if module.authors else {})


def _marks(marks: Marks) -> Json:
    return {language: {file: {**texts} for file, texts in files.items()} for language, files in marks.items()}


def module_from_document(document: Mapping[str, Any], digest: str = "") -> Module:
    """Build a module from its document; nothing is checked, media have no bytes."""
    d = document
    return Module(
        uuid=d["uuid"],
        slug=d["slug"],
        version=d["version"],
        languages=tuple(d["languages"]),
        title=d["title"],
        summary=d["summary"],
        objectives=tuple(d["objectives"]),
        minutes=d["minutes"],
        work_minutes=d["work_minutes"],
        cover=d["cover"],
        pages=tuple(map(Page.from_document, d["pages"])),
        calculators={name: Calculator.from_document(each) for name, each in d["calculators"].items()},
        media={name: Medium.from_document(each) for name, each in d["media"].items()},
        sources=tuple(Source(**source) for source in d["sources"]),
        digest=digest,
        partly=tuple(d.get("partly", ())),
        translations=d.get("translations", {}),
        licence=d.get("licence", ""),
        authors=tuple(d.get("authors", ())),
    )


def closure(module: Module, quizzes: Iterable[Quiz | Instrument | Drill]) -> dict[str, Json]:
    """Return the module with the quizzes, self-assessments and drills its pages use, keys included, as one document."""
    both = list(quizzes)
    used = {quiz.name: quiz.document() for quiz in both if quiz.name in module.quiz_names}
    sat = {each.name: each.document() for each in both if each.name in module.instrument_names}
    played = {each.name: each.document() for each in both if each.name in module.drill_names}
    # a module without self-assessments or drills keeps the digest it was published under before there were any
    instruments: dict[str, Json] = {"instruments": {**sat}} if sat else {}
    drills: dict[str, Json] = {"drills": {**played}} if played else {}
    return {"format": FORMAT, "module": module_document(module), "quizzes": {**used}, **instruments, **drills}


def shelf_closure(shelf: ToolShelf) -> dict[str, Json]:
    """Return a tool shelf as one JSON document, in the shape of a module's closure."""
    return {"format": FORMAT, "module": shelf.document(), "quizzes": {}}


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return a document as bytes that depend on nothing but its values: UTF-8, keys sorted, no spaces."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document in canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()
