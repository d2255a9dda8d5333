"""The words of reports in three languages. Pure: files and mails are made where no request says in which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lms.assigning.reports.rows import Column

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "overview": "All curricula",
        "modules": "All modules",
        "managers": "{title}, by line manager",
        "team": "My team",
        "by-department": "{title}, by department",
        "curriculum": "Curriculum",
        "module": "Module",
        "department": "Department",
        "manager": "Line manager",
        "no-department": "No department",
        "no-manager": "No line manager",
        "directly": "Directly in {name}",
        "unknown": "No longer there",
        "people": "People",
        "not-started": "Not started",
        "under-way": "Under way",
        "finished": "Finished",
        "late": "Late",
        "exempt": "Exempt",
        "begun": "Begun",
        "halfway": "Halfway",
        "share": "Share finished",
    },
    "da": {
        "overview": "Alle læseplaner",
        "modules": "Alle moduler",
        "managers": "{title}, pr. leder",
        "team": "Mit team",
        "by-department": "{title}, pr. afdeling",
        "curriculum": "Læseplan",
        "module": "Modul",
        "department": "Afdeling",
        "manager": "Nærmeste leder",
        "no-department": "Ingen afdeling",
        "no-manager": "Ingen nærmeste leder",
        "directly": "Direkte i {name}",
        "unknown": "Findes ikke længere",
        "people": "Personer",
        "not-started": "Ikke begyndt",
        "under-way": "I gang",
        "finished": "Gennemført",
        "late": "Over fristen",
        "exempt": "Fritaget",
        "begun": "Begyndt",
        "halfway": "Halvvejs",
        "share": "Andel gennemført",
    },
    "sv": {
        "overview": "Alla kursplaner",
        "modules": "Alla moduler",
        "managers": "{title}, per chef",
        "team": "Mitt team",
        "by-department": "{title}, per avdelning",
        "curriculum": "Kursplan",
        "module": "Modul",
        "department": "Avdelning",
        "manager": "Närmaste chef",
        "no-department": "Ingen avdelning",
        "no-manager": "Ingen närmaste chef",
        "directly": "Direkt i {name}",
        "unknown": "Finns inte längre",
        "people": "Personer",
        "not-started": "Inte börjat",
        "under-way": "I gång",
        "finished": "Genomfört",
        "late": "Efter slutdatum",
        "exempt": "Undantagna",
        "begun": "Börjat",
        "halfway": "Halvvägs",
        "share": "Andel genomfört",
    },
}


def words_of(key: str, language: str, **given: str) -> str:
    """Return the words of a key in a language of ours, English for any other."""
    return WORDS.get(language, WORDS["en"])[key].format(**given)


def heading(column: Column, language: str) -> str:
    """Return the heading of a column of figures."""
    return words_of(column.value, language)


def in_language(text: Mapping[str, str], language: str) -> str:
    """Return a content text in a language, else in English, else in the one it is written in."""
    return text.get(language) or text.get("en") or next(filter(None, text.values()), "")
