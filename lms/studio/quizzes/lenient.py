"""Questions of a draft as things that can be tried: what is not translated yet is lent from the language it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lms.calculators.declared import Calculator
from lms.packs.drills.file import read_drill
from lms.packs.drills.model import Drill
from lms.packs.files import SourceFiles
from lms.packs.identity import Identities
from lms.packs.instrument_files import read_instrument
from lms.packs.instruments import Instrument
from lms.packs.partly import Spoken
from lms.packs.pools import OF_POOL
from lms.packs.problems import Findings, Problem
from lms.questions.editing.lending import lent
from lms.questions.kinds import Item, kind_of
from lms.questions.tables import Fault, ItemErrors
from lms.questions.text import LANGUAGES, missing_translations
from lms.sentences import say
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.toml_values import is_list_of_tables, pairs_text, table_text

NO_KIND: Final = Fault(("kind",), say("This question is of no kind."), say("Remove it, or write it anew."))


def item_of(table: Mapping[str, Any]) -> Item | tuple[Fault, ...]:
    """Return a question as far as its file says it, or what keeps it from being asked."""
    kind = table.get("kind")
    if not isinstance(kind, str) or not kind:
        return (NO_KIND,)
    try:
        item: Item = kind_of(kind).parse(lent(own_of(table)), ())
    except ItemErrors as errors:
        return errors.faults
    return item


def own_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a question's kind knows of its table."""
    return {key: value for key, value in table.items() if key not in OF_POOL}


def lacking(table: Any, languages: list[str]) -> dict[str, int]:
    """Return {language: how many texts there lack it}, for those that lack any."""
    missing = [language for _path, language in missing_translations(table, languages)]
    return {language: missing.count(language) for language in LANGUAGES if language in missing}


def instrument_of(file: QuestionFile) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """Return the self-assessment a file describes, None with what is wrong while it cannot be sat."""
    source = _source(file)
    found = read_instrument(source, file.name, file.path, Spoken(), Identities())
    return found, tuple(sorted(source.findings.problems))


def drill_of(
    file: QuestionFile, calculators: Mapping[str, Calculator | None]
) -> tuple[Drill | None, tuple[Problem, ...]]:
    """Return the drill a file describes, None with what is wrong while it cannot be played."""
    source = _source(file)
    found = read_drill(source, file.name, file.path, Spoken(), Identities(), calculators)
    return found, tuple(sorted(source.findings.problems))


def lent_text(file: QuestionFile) -> str:
    """Return the file as it would be if every text were written; its lists have the places they have in the file."""
    return written({key: value for key, value in lent(file.values).items() if key != "languages"})


def _source(file: QuestionFile) -> SourceFiles:
    return SourceFiles({file.path: lent_text(file).encode()}, Findings())


def written(values: Mapping[str, Any]) -> str:
    """Return a whole file that says these values."""
    lists = {key: value for key, value in values.items() if is_list_of_tables(value)}
    plain = "".join(pairs_text((key,), value) for key, value in values.items() if key not in lists)
    return "\n".join(
        [plain, *(table_text((key,), each, many=True) for key, each_of in lists.items() for each in each_of)]
    )
