"""Items as an author writes them, parsed TOML tables."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

CHOICE: dict[str, Any] = {
    "id": "who-stays",
    "kind": "single-choice",
    "stem": {"en": "Who stays?", "da": "Hvem bliver?"},
    "options": [
        {
            "id": "satisfied",
            "text": {"en": "Everyone who is satisfied", "da": "Alle, der er tilfredse"},
            "feedback": {"en": "Tempting, but they leave too.", "da": "Fristende, men de går også."},
        },
        {
            "id": "loyal",
            "text": {"en": "Those who come back", "da": "De, der kommer igen"},
            "correct": True,
            "feedback": {"en": "Yes: staying is what counts.", "da": "Ja: Det er at blive, der tæller."},
        },
    ],
}

NUMBER: dict[str, Any] = {
    "id": "worth",
    "kind": "number",
    "unit": "money",
    "stem": {"en": "What is it worth?", "da": "Hvad er det værd?"},
    "answer": 12500,
    "tolerance": 50,
    "feedback": {
        "correct": {"en": "Right.", "da": "Rigtigt."},
        "wrong": {"en": "Margin over losses.", "da": "Dækningsbidrag over tab."},
    },
    "near": [
        {"value": 14000, "tolerance": 2000, "feedback": {"en": "Forgot discounting.", "da": "Glemte renten."}},
        {"value": 15000, "tolerance": 500, "feedback": {"en": "Used revenue.", "da": "Brugte omsætning."}},
    ],
}


@pytest.fixture
def choice() -> dict[str, Any]:
    """A single-choice item."""
    return copy.deepcopy(CHOICE)


@pytest.fixture
def number() -> dict[str, Any]:
    """A number item."""
    return copy.deepcopy(NUMBER)


@pytest.fixture
def faults() -> Callable[..., list[tuple[Any, ...]]]:
    """Return what is wrong with an item: (path, message) of each fault."""
    from lms.questions.kinds import kind_of
    from lms.questions.tables import ItemErrors

    def faults(table: dict[str, Any], languages: tuple[str, ...] = ("en", "da")) -> list[tuple[Any, ...]]:
        with pytest.raises(ItemErrors) as caught:
            kind_of(table["kind"]).parse(table, languages)
        return [(fault.path, fault.message) for fault in caught.value.faults]

    return faults
