"""Everything a certificate says, as it is handed to the typesetter."""

from __future__ import annotations

from typing import Any

WORDS: dict[str, Any] = {
    "language": "en",
    "heading": "Certificate: Cups, Line Learner",
    "name": "Line Learner",
    "title": "Cups",
    "objectives": ["Count the cups."],
    "practised": ["Counted them"],
    "facts": [("Completed", "21 November 2026"), ("Organisation", "Cups & Sons")],
    "number": "0123-4567-89AB-CDEF-GHJK",
    "address": "https://learn.example/verify/0123-4567-89AB-CDEF-GHJK",
    "cover": None,
    "words": {
        "certificate": "Certificate",
        "demo": "",
        "completed": "has completed the module",
        "objectives": "Can now",
        "practised": "Practised at work",
        "number": "Number",
        "check": "Check it at",
    },
    "issued_at": 1_795_000_000,
}
